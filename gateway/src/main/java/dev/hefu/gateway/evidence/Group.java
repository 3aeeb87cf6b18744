package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The five groups of facts that a leaf commits to, in the order of its digests. Each is disclosed
 * or withheld as a whole.
 */
public enum Group {
  /** Provider and consumer. */
  PARTIES,
  /** Purpose, consent and agreement versions. */
  LEGAL,
  /** Outcome, code, obligations, policy revision and input digest. */
  DECISION,
  /** Dataset, cells released, digest of the sealed answer. */
  DATA,
  /** The person; shown to nobody but them and, by break-glass, to officers. */
  SUBJECT;

  /** The place of its digest in a leaf. */
  @SuppressWarnings("EnumOrdinal") // The declared order is the order in the format.
  int position() {
    return ordinal();
  }

  /** The name in a disclosure. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a group says, if it is one fact. */
  public static ObjectNode fact(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  /** What a group says. */
  public static ObjectNode facts(Map<String, String> facts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    facts.forEach(node::put);
    return node;
  }

  /** What a group says, if it is a list. */
  public static ObjectNode list(String name, Collection<String> values) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    values.forEach(node.putArray(name)::add);
    return node;
  }

  /** What stands in a group for bytes that it does not hold: their SHA-256, base64url. */
  public static String digest(byte[] bytes) {
    return Base64Url.encode(Providers.sha256(bytes));
  }
}
