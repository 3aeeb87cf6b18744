package dev.hefu.settlement.split;

import java.math.BigInteger;

/** A plain fraction in lowest terms, for the naive evaluator. */
record Frac(BigInteger n, BigInteger d) implements Comparable<Frac> {
  static final Frac ZERO = of(0, 1);

  static Frac of(long n, long d) {
    return make(BigInteger.valueOf(n), BigInteger.valueOf(d));
  }

  private static Frac make(BigInteger n, BigInteger d) {
    BigInteger gcd = n.gcd(d);
    BigInteger sign = BigInteger.valueOf(d.signum());
    return gcd.signum() == 0
        ? new Frac(BigInteger.ZERO, BigInteger.ONE)
        : new Frac(n.divide(gcd).multiply(sign), d.divide(gcd).multiply(sign));
  }

  Frac plus(Frac o) {
    return make(n.multiply(o.d).add(o.n.multiply(d)), d.multiply(o.d));
  }

  Frac minus(Frac o) {
    return plus(o.negate());
  }

  Frac times(Frac o) {
    return make(n.multiply(o.n), d.multiply(o.d));
  }

  Frac negate() {
    return new Frac(n.negate(), d);
  }

  Frac min(Frac o) {
    return compareTo(o) <= 0 ? this : o;
  }

  Frac max(Frac o) {
    return compareTo(o) >= 0 ? this : o;
  }

  long floor() {
    BigInteger[] parts = n.divideAndRemainder(d);
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  Frac fraction() {
    return minus(of(floor(), 1));
  }

  @Override
  public int compareTo(Frac o) {
    return n.multiply(o.d).compareTo(o.n.multiply(d));
  }
}
