package dev.hefu.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to one JSON value, with nothing left to interpretation: I-JSON (RFC 7493) in UTF-8 without
 * a byte order mark. Refused are duplicate members, anything after the value, nesting beyond {@link
 * #MAX_DEPTH}, numbers of more than {@link #MAX_NUMBER_CHARS} characters or outside the range of a
 * double, and lone surrogates. Fractions are kept as {@code BigDecimal}.
 */
public final class StrictJson {
  /** Messages nest six deep; 32 leaves room for data sets and bounds the stack. */
  public static final int MAX_DEPTH = 32;

  /** No amount, id or ratio needs more; longer numbers cost quadratic time to convert. */
  public static final int MAX_NUMBER_CHARS = 100;

  /** A member's name is a word, not a document. */
  static final int MAX_NAME_CHARS = 256;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * Reads one value.
   *
   * @param maxBytes the caller's limit; a longer input is refused unread
   */
  public static JsonReading read(byte[] bytes, int maxBytes) {
    if (bytes.length > maxBytes) {
      return new JsonReading.Refused(
          ErrorCode.TOO_LARGE,
          "The body has " + bytes.length + " bytes; the limit is " + maxBytes + ".",
          0,
          0);
    }
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return refused("The body is not UTF-8.", 0, 0);
    }
    try (JsonParser parser =
        FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      return new JsonReading.Value(new JsonTreeBuilder(parser).document());
    } catch (JsonProcessingException e) {
      return refused(sentence(e.getOriginalMessage()), e.getLocation());
    } catch (IOException e) {
      throw new AssertionError("reading an array does no I/O", e);
    }
  }

  /**
   * Reads a value that we wrote ourselves, such as a resource.
   *
   * @throws IllegalArgumentException if it is not strict JSON
   */
  public static JsonNode trusted(byte[] bytes) {
    return switch (read(bytes, Integer.MAX_VALUE)) {
      case JsonReading.Value(JsonNode node) -> node;
      case JsonReading.Refused refused -> throw new IllegalArgumentException(refused.detail());
    };
  }

  /** The place is unknown where a limit of the parser was met. */
  private static JsonReading refused(String reason, @Nullable JsonLocation at) {
    if (at == null) {
      return refused(reason, 0, 0);
    }
    return refused(reason, Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0));
  }

  private static JsonReading refused(String reason, int line, int column) {
    return new JsonReading.Refused(ErrorCode.MALFORMED_JSON, reason, line, column);
  }

  /** What the parser's message says to who programs the parser, and to nobody else. */
  private static final Pattern ASIDE = Pattern.compile(", from `[^`]+`|: enable `.*");

  /** The parser's message up to its first line break, as a sentence. */
  private static String sentence(String message) {
    String first = ASIDE.matcher(message.lines().findFirst().orElse("Malformed")).replaceFirst("");
    return first.endsWith(".") ? first : first + ".";
  }
}
