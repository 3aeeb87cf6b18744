package dev.hefu.settlement.program;

import java.math.BigInteger;

/**
 * The exact amount that a term with memory asks for.
 *
 * @param denominator above zero
 * @param formula how it comes about, in the currency's own unit
 */
public record Target(BigInteger numerator, BigInteger denominator, String formula) {
  /** A whole amount. */
  static Target whole(long amountMinor, String formula) {
    return new Target(BigInteger.valueOf(amountMinor), BigInteger.ONE, formula);
  }

  /** To the nearest minor unit, halves toward zero. */
  public long rounded() {
    BigInteger twice = denominator.shiftLeft(1);
    BigInteger magnitude =
        numerator.abs().shiftLeft(1).add(denominator).subtract(BigInteger.ONE).divide(twice);
    return (numerator.signum() < 0 ? magnitude.negate() : magnitude).longValueExact();
  }
}
