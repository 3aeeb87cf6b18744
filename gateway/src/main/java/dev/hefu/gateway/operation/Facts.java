package dev.hefu.gateway.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.primitive.Providers;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/** Small pieces that the groups of leaves are made of. */
final class Facts {
  private Facts() {}

  static ObjectNode of(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  static ObjectNode of(Map<String, String> members) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    members.forEach(node::put);
    return node;
  }

  static ObjectNode list(String name, Collection<String> values) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    values.forEach(node.putArray(name)::add);
    return node;
  }

  /** SHA-256, base64url. */
  static String digest(byte[] bytes) {
    return base64url(Providers.sha256(bytes));
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
