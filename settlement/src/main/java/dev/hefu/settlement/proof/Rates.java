package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Rate;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Sums of rates, as fractions. */
final class Rates {
  private Rates() {}

  /** The sum as p/q if it is not exactly 1. */
  static Optional<String> unlessWhole(List<Rate> rates) {
    BigInteger[] sum = sum(rates);
    return sum[0].equals(sum[1]) ? Optional.empty() : Optional.of(sum[0] + "/" + sum[1]);
  }

  /** The sum as p/q if it is over 1. */
  static Optional<String> overWhole(List<Rate> rates) {
    BigInteger[] sum = sum(rates);
    return sum[0].compareTo(sum[1]) <= 0 ? Optional.empty() : Optional.of(sum[0] + "/" + sum[1]);
  }

  private static BigInteger[] sum(List<Rate> rates) {
    BigInteger p = BigInteger.ZERO;
    BigInteger q = BigInteger.ONE;
    for (Rate rate : rates) {
      BigInteger rateQ = BigInteger.valueOf(rate.q());
      p = p.multiply(rateQ).add(q.multiply(BigInteger.valueOf(rate.p())));
      q = q.multiply(rateQ);
      BigInteger gcd = p.gcd(q);
      p = p.divide(gcd);
      q = q.divide(gcd);
    }
    return new BigInteger[] {p, q};
  }
}
