package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One salted value of a record (RFC 9901, 4.2).
 *
 * @param text the form that is hashed and sent
 * @param digest base64url of its SHA-256
 * @param name of the cell; empty for an element of an array
 */
record Disclosure(String text, String digest, Optional<String> name, JsonNode value) {
  /** 128 bits. */
  static final int SALT_BYTES = 16;

  private static final int SALT_CHARS = 22;

  /** Room for 256 bits in hexadecimal, and for nothing that a salt is not. */
  static final int MAX_SALT_CHARS = 64;

  static Disclosure ofCell(String name, JsonNode value) {
    return of(salted().add(name).add(value), Optional.of(name), value);
  }

  static Disclosure ofElement(JsonNode value) {
    return of(salted().add(value), Optional.empty(), value);
  }

  private static ArrayNode salted() {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(Base64Url.encode(Providers.randomBytes(SALT_BYTES)));
  }

  private static Disclosure of(ArrayNode array, Optional<String> name, JsonNode value) {
    String text = Base64Url.encode(StrictJson.bytes(array));
    return new Disclosure(text, digest(text), name, value);
  }

  /** The disclosure in its sent form; empty unless it is one with a salt of 128 to 256 bits. */
  static Optional<Disclosure> parse(String text) {
    return Base64Url.decode(text)
        .flatMap(StrictJson::parse)
        .flatMap(json -> json instanceof ArrayNode array ? parse(text, array) : Optional.empty());
  }

  private static Optional<Disclosure> parse(String text, ArrayNode array) {
    JsonNode salt = array.path(0);
    if (!salt.isTextual()
        || salt.textValue().length() < SALT_CHARS
        || salt.textValue().length() > MAX_SALT_CHARS) {
      return Optional.empty();
    }
    if (array.size() == 2) {
      return Optional.of(new Disclosure(text, digest(text), Optional.empty(), array.get(1)));
    }
    return array.size() == 3 && array.get(1).isTextual()
        ? Optional.of(
            new Disclosure(text, digest(text), Optional.of(array.get(1).textValue()), array.get(2)))
        : Optional.empty();
  }

  private static String digest(String text) {
    return Base64Url.encode(Providers.sha256(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
