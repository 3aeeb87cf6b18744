package dev.hefu.schemas;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The shapes of the small values that messages are made of. Each check returns the value it was
 * given, or throws {@code IllegalArgumentException} with the member's name, so that a record's
 * compact constructor is a list of them. {@code openapi.json} says the same, held equal by a test.
 */
public final class Shape {
  public static final Pattern PARTICIPANT = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  public static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  public static final Pattern DATASET = Pattern.compile("[a-z][a-z0-9-]{1,63}");
  public static final Pattern CONSENT_REFERENCE = Pattern.compile("[a-z2-7]{26,52}");
  public static final Pattern LOCAL_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");
  public static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  public static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{16,64}");
  public static final Pattern JWS =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** A dataset or notice that needs more versions than this has lost its name. */
  public static final int MAX_VERSION = 9999;

  private Shape() {}

  /** A participant's id. */
  public static String participant(String name, String value) {
    return matches(PARTICIPANT, name, value);
  }

  /** The name of a dataset or notice. */
  public static String dataset(String name, String value) {
    return matches(DATASET, name, value);
  }

  /** A compact JWS, unverified. */
  public static String jws(String name, String value) {
    return matches(JWS, name, value);
  }

  /** A value that the pattern matches as a whole. */
  public static String matches(Pattern pattern, String name, String value) {
    require(pattern.matcher(value).matches(), name, "does not match " + pattern);
    return value;
  }

  /** A version number, from 1. */
  public static int version(String name, int value) {
    return range(name, value, 1, MAX_VERSION);
  }

  /** A number from {@code least} to {@code most}, both allowed. */
  public static int range(String name, int value, int least, int most) {
    require(value >= least && value <= most, name, value + " is not in " + least + ".." + most);
    return value;
  }

  /** A text of 1 to {@code most} UTF-16 units. */
  public static String text(String name, String value, int most) {
    range(name + "'s length", value.length(), 1, most);
    return value;
  }

  /** An unmodifiable copy of 1 to {@code most} different elements, in their order. */
  public static <T> List<T> distinct(String name, Collection<T> values, int most) {
    range(name + "'s size", values.size(), 1, most);
    require(values.stream().distinct().count() == values.size(), name, "holds a value twice");
    return List.copyOf(values);
  }

  /** That a validity ends after it began. */
  public static void order(Instant from, Instant until) {
    require(from.isBefore(until), "validUntil", "is not after validFrom");
  }

  /**
   * That a rule holds.
   *
   * @throws IllegalArgumentException if it does not, with name and reason
   */
  public static void require(boolean holds, String name, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + reason);
    }
  }
}
