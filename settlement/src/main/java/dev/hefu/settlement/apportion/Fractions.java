package dev.hefu.settlement.apportion;

import java.math.BigInteger;

/** Whole parts of products that may exceed 64 bits. */
public final class Fractions {
  private Fractions() {}

  /** ⌊a·b/c⌋ for a, b at least 0 and c above 0. */
  public static long floor(long a, long b, long c) {
    if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
      return a * b / c;
    }
    return BigInteger.valueOf(a)
        .multiply(BigInteger.valueOf(b))
        .divide(BigInteger.valueOf(c))
        .longValueExact();
  }
}
