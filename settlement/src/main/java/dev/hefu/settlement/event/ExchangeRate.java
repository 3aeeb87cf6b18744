package dev.hefu.settlement.event;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A rate between two currencies as it was quoted: multiplied or divided by, never inverted (article
 * 4 of Regulation (EC) 1103/97).
 *
 * @param value above zero, with at most {@link #MAX_FIGURES} significant figures
 */
public record ExchangeRate(BigDecimal value) implements Serializable {
  /** Significant figures of a rate. */
  public static final int MAX_FIGURES = 6;

  private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,12})?");

  /**
   * @throws IllegalArgumentException if it is not above zero or has too many figures
   */
  public ExchangeRate {
    if (value.signum() <= 0 || value.precision() > MAX_FIGURES) {
      throw new IllegalArgumentException("rate " + value);
    }
  }

  /** Reads {@code 239.640}; empty if it is no such rate. */
  public static Optional<ExchangeRate> of(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(text);
    return value.signum() <= 0 || value.precision() > MAX_FIGURES
        ? Optional.empty()
        : Optional.of(new ExchangeRate(value));
  }

  /**
   * Converts, rounding once to the nearest minor unit, halves up.
   *
   * @param amountMinor not below zero
   * @param fromDigits minor digits of its currency
   * @param toDigits minor digits of the other
   * @param divide whether the rate is units of the amount's currency per unit of the other
   * @return empty if it is over {@link Line#MAX_AMOUNT_MINOR}
   */
  public OptionalLong convert(long amountMinor, int fromDigits, int toDigits, boolean divide) {
    BigInteger figures = value.unscaledValue();
    BigInteger scale = BigInteger.TEN.pow(value.scale());
    BigInteger numerator =
        BigInteger.valueOf(amountMinor)
            .multiply(divide ? scale : figures)
            .multiply(BigInteger.TEN.pow(toDigits));
    BigInteger denominator = (divide ? figures : scale).multiply(BigInteger.TEN.pow(fromDigits));
    BigInteger rounded = numerator.shiftLeft(1).add(denominator).divide(denominator.shiftLeft(1));
    return rounded.compareTo(BigInteger.valueOf(Line.MAX_AMOUNT_MINOR)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(rounded.longValueExact());
  }

  /** As quoted. */
  public String text() {
    return value.toPlainString();
  }
}
