package dev.hefu.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parts of an envelope that was read but not opened.
 *
 * @param protectedText the header as it was sent, which the tag covers
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record EnvelopeParts(
    byte[] protectedText,
    ObjectNode header,
    byte[] encryptedKey,
    byte[] nonce,
    byte[] ciphertext,
    byte[] tag) {
  private static final List<String> MEMBERS =
      List.of("protected", "encrypted_key", "iv", "ciphertext", "tag");

  private static final String OPEN_HEADER = "header";
  private static final String EPHEMERAL = "epk";

  /**
   * The parts of an envelope in either form; empty unless it has just these, in strict base64url.
   */
  static Optional<EnvelopeParts> parse(String text) {
    return text.startsWith("{") ? ofJson(text) : of(text.split("\\.", EnvelopeForm.PARTS + 1));
  }

  /**
   * More covered data, a list of recipients and a header outside the protected one are refused, but
   * for an ephemeral key there, where Debian's jose puts it: the wrapped key is bound to it.
   */
  private static Optional<EnvelopeParts> ofJson(String text) {
    return StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).flatMap(EnvelopeParts::ofJson);
  }

  private static Optional<EnvelopeParts> ofJson(ObjectNode json) {
    JsonNode open = json.remove(OPEN_HEADER);
    String[] texts = MEMBERS.stream().map(m -> json.path(m).textValue()).toArray(String[]::new);
    if (json.size() != MEMBERS.size() || Arrays.asList(texts).contains(null)) {
      return Optional.empty();
    }
    return open == null ? of(texts) : of(texts).flatMap(parts -> parts.with(open));
  }

  private Optional<EnvelopeParts> with(JsonNode open) {
    if (open.size() != 1 || !open.has(EPHEMERAL) || header.has(EPHEMERAL)) {
      return Optional.empty();
    }
    header.set(EPHEMERAL, open.get(EPHEMERAL));
    return Optional.of(this);
  }

  private static Optional<EnvelopeParts> of(String[] texts) {
    if (texts.length != EnvelopeForm.PARTS) {
      return Optional.empty();
    }
    byte[][] parts = new byte[EnvelopeForm.PARTS][];
    for (int i = 0; i < parts.length; i++) {
      Optional<byte[]> part = Base64Url.decode(texts[i]);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts[i] = part.get();
    }
    byte[] protectedText = texts[0].getBytes(StandardCharsets.US_ASCII);
    return StrictJson.object(parts[0])
        .map(h -> new EnvelopeParts(protectedText, h, parts[1], parts[2], parts[3], parts[4]));
  }

  /** The ciphertext with the tag behind it. */
  byte[] sealed() {
    byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
    System.arraycopy(tag, 0, sealed, ciphertext.length, tag.length);
    return sealed;
  }
}
