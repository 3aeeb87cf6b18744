package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A way to tell less than a field says. A dataset names the masks that a field allows; the masked
 * value has a form of its own, so that a plain value cannot pass for a masked one.
 */
public enum Mask {
  /** The last four characters of a text that has at least twice as many. */
  LAST4(".{4}"),
  /** The year of a date or of a time stamp (ISO 8601). */
  YEAR("[0-9]{4}"),
  /** The province of an administrative division (GB/T 2260): the first two of six digits. */
  REGION("[0-9]{2}0000"),
  /**
   * The decade of a whole number from 0 on: all numbers with equal length and leading digit; those
   * of one digit are one decade, or it would tell them exactly.
   */
  BAND("0-9|" + decades());

  /** Separates the name of a cell from that of the mask it is released under. */
  public static final char MARK = '#';

  private static final int LAST = 4;
  private static final int PROVINCE_DIGITS = 2;
  private static final String FIRST_DECADE = "0-9";
  private static final int YEAR_DIGITS = 4;
  private static final int DATE_CHARS = 10;
  private static final Pattern DIVISION = Pattern.compile("[0-9]{6}");

  private final String form;

  Mask(String form) {
    this.form = form;
  }

  /** The word of schemas, rules and variants, in lower case. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mask of this code; empty if there is none. */
  public static Optional<Mask> of(String code) {
    return Arrays.stream(values()).filter(mask -> mask.code().equals(code)).findFirst();
  }

  @JsonCreator
  static Mask parse(String code) {
    return of(code).orElseThrow(() -> new IllegalArgumentException("no mask " + code));
  }

  /** The name of a cell's variant under this mask, such as {@code contact.personal.last4#last4}. */
  public String variant(String cell) {
    return cell + MARK + code();
  }

  /** What of the fields is left under this mask; a field that it does not fit is left out. */
  public ObjectNode masked(ObjectNode fields) {
    ObjectNode masked = fields.objectNode();
    fields
        .properties()
        .forEach(
            field ->
                value(field.getValue())
                    .filter(this::fits)
                    .ifPresent(value -> masked.put(field.getKey(), value)));
    return masked;
  }

  private Optional<String> value(JsonNode plain) {
    String text = plain.asText();
    return switch (this) {
      case LAST4 ->
          plain.isTextual() && text.codePointCount(0, text.length()) >= 2 * LAST
              ? Optional.of(text.substring(text.offsetByCodePoints(text.length(), -LAST)))
              : Optional.empty();
      case YEAR -> plain.isTextual() ? year(text) : Optional.empty();
      case REGION ->
          plain.isTextual() && DIVISION.matcher(text).matches()
              ? Optional.of(text.substring(0, PROVINCE_DIGITS) + "0000")
              : Optional.empty();
      case BAND ->
          plain.isIntegralNumber() && plain.canConvertToLong() && plain.longValue() >= 0
              ? Optional.of(band(text))
              : Optional.empty();
    };
  }

  private static Optional<String> year(String text) {
    try {
      LocalDate.parse(text.substring(0, Math.min(text.length(), DATE_CHARS)));
      return Optional.of(text.substring(0, YEAR_DIGITS));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static String band(String digits) {
    String rest = digits.substring(1);
    return rest.isEmpty()
        ? FIRST_DECADE
        : digits.charAt(0)
            + "0".repeat(rest.length())
            + "-"
            + digits.charAt(0)
            + "9".repeat(rest.length());
  }

  /** From 10-19 to the last of 64 bits: the same digit on both sides, with as many others. */
  private static String decades() {
    return IntStream.rangeClosed(1, Long.toString(Long.MAX_VALUE).length() - 1)
        .mapToObj(rest -> "0{%d}-\\1(?:9{%d})".formatted(rest, rest))
        .collect(Collectors.joining("|", "([1-9])(?:", ")"));
  }

  /** Whether a text has the form of a masked value. */
  boolean fits(String masked) {
    return masked.matches(form);
  }

  /** The JSON Schema of one masked value. */
  ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("pattern", "^(?:" + form + ")$");
  }

  /** Whether a field of this schema can be masked at all. */
  static boolean fits(JsonNode property) {
    String type = property.path("type").asText();
    return type.equals("string") || type.equals("integer");
  }
}
