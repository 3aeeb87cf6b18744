package dev.hefu.settlement.agreement;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact ratio from above 0 to 1, in lowest terms.
 *
 * @param text as the document has it
 */
public record Rate(long p, long q, String text) {
  /** Largest denominator of a rate that is written as a fraction. */
  public static final long MAX_FRACTION_DENOMINATOR = 10_000;

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final Pattern FRACTION = Pattern.compile("(\\d{1,5})/(\\d{1,5})");

  /** Hundredths of a millionth: what a percentage with six decimals counts in. */
  private static final long PERCENT_SCALE = 100_000_000L;

  private static final int PERCENT_DECIMALS = 6;

  /**
   * @throws IllegalArgumentException if it is not in (0, 1]
   */
  public Rate {
    if (p <= 0 || q <= 0 || p > q) {
      throw new IllegalArgumentException("rate " + text + " is not above 0 and at most 1");
    }
    long divisor = gcd(p, q);
    p /= divisor;
    q /= divisor;
  }

  /** Reads {@code 12.5%} or {@code 1/3}; empty if it is neither or not in (0, 1]. */
  public static Optional<Rate> of(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      long p = new BigDecimal(percent.group(1)).movePointRight(PERCENT_DECIMALS).longValueExact();
      return rate(p, PERCENT_SCALE, text);
    }
    Matcher fraction = FRACTION.matcher(text);
    if (fraction.matches()) {
      long q = Long.parseLong(fraction.group(2));
      return q > MAX_FRACTION_DENOMINATOR
          ? Optional.empty()
          : rate(Long.parseLong(fraction.group(1)), q, text);
    }
    return Optional.empty();
  }

  private static Optional<Rate> rate(long p, long q, String text) {
    return p <= 0 || q <= 0 || p > q ? Optional.empty() : Optional.of(new Rate(p, q, text));
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
