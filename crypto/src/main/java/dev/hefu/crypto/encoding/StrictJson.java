package dev.hefu.crypto.encoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON that has one meaning only: UTF-8, no half characters, no member twice in an object, nothing
 * behind the value, bounded depth and numbers, decimals kept exactly.
 */
public final class StrictJson {
  /** Deeper than any message of ours, shallow enough for every stack. */
  public static final int MAX_DEPTH = 32;

  /** More digits than any amount has, few enough to parse in no time. */
  public static final int MAX_NUMBER_DIGITS = 100;

  /** What a lenient decoder puts in the place of bytes that are not UTF-8. */
  private static final char MENDED = '\ufffd';

  private static final String ESCAPE = "\\u";

  /** Buffers are kept for all threads together, since virtual threads are used once. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /** The value in these bytes; empty if they are not strict JSON. */
  public static Optional<JsonNode> parse(byte[] bytes) {
    try {
      String text = utf8(bytes);
      JsonNode value = MAPPER.readTree(text);
      return value == null || value.isMissingNode() || holdsHalfAPair(text, value)
          ? Optional.empty()
          : Optional.of(value);
    } catch (CharacterCodingException | JsonProcessingException | NumberFormatException e) {
      return Optional.empty(); // the last one for an exponent that no number can have
    }
  }

  /** The text in the bytes; the slow strict decoder looks only at what may have been mended. */
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(MENDED) < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Whether an escape stands for half a character, which has no form in UTF-8 (RFC 7493, 2.1). */
  private static boolean holdsHalfAPair(String text, JsonNode value) {
    return text.contains(ESCAPE) && !StandardCharsets.UTF_8.newEncoder().canEncode(write(value));
  }

  /** The object in these bytes; empty if they are not one. */
  public static Optional<ObjectNode> object(byte[] bytes) {
    return parse(bytes)
        .flatMap(value -> value instanceof ObjectNode o ? Optional.of(o) : Optional.empty());
  }

  /** An object without members. */
  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /** The value as text, without spaces, members in their order. */
  public static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }

  /** The value as UTF-8, without spaces, members in their order. */
  public static byte[] bytes(JsonNode value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }
}
