package dev.hefu.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The canonical form of a JSON value by RFC 8785 (JCS): the bytes that are hashed and signed. Equal
 * values have equal bytes; numbers are taken as doubles, so whoever needs more than 53 bits writes
 * a string.
 */
public final class CanonicalJson {
  private static final String HEX = "0123456789abcdef";

  /** Integers up to here are doubles exactly (2^53). */
  private static final long MAX_EXACT = 1L << 53;

  private CanonicalJson() {}

  /**
   * The canonical bytes, in UTF-8.
   *
   * @throws IllegalArgumentException if the value has a lone surrogate, a number beyond the doubles
   *     or a node that is not JSON; what {@link StrictJson} read never has
   */
  public static byte[] bytes(JsonNode value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** The canonical form as text; see {@link #bytes}. */
  public static String text(JsonNode value) {
    StringBuilder out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, out);
      case ARRAY -> array(value, out);
      case STRING -> string(value.textValue(), out);
      case NUMBER -> number(value, out);
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    }
  }

  /** Members in the order of their names' UTF-16 code units, which is that of Java's strings. */
  private static void object(JsonNode object, StringBuilder out) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    out.append('{');
    for (String name : names) {
      if (out.charAt(out.length() - 1) != '{') {
        out.append(',');
      }
      string(name, out);
      out.append(':');
      write(object.get(name), out);
    }
    out.append('}');
  }

  private static void array(JsonNode array, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(array.get(i), out);
    }
    out.append(']');
  }

  /**
   * Appends a string in its canonical form, quotes included.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public static void string(String text, StringBuilder out) {
    if (!Surrogates.paired(text)) {
      throw new IllegalArgumentException("a string has a lone surrogate");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i), out);
    }
    out.append('"');
  }

  private static void character(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static void number(JsonNode number, StringBuilder out) {
    if (number.canConvertToLong() && number.isIntegralNumber()) {
      long value = number.longValue();
      if (value >= -MAX_EXACT && value <= MAX_EXACT) {
        out.append(value);
        return;
      }
    }
    out.append(EcmaNumber.text(number.doubleValue()));
  }
}
