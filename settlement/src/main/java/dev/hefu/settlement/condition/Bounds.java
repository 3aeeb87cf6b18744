package dev.hefu.settlement.condition;

import java.math.BigInteger;
import java.util.stream.Stream;

/** From where to where a whole number can be, both included. */
record Bounds(BigInteger least, BigInteger most) {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  static Bounds of(long least, long most) {
    return new Bounds(BigInteger.valueOf(least), BigInteger.valueOf(most));
  }

  /** Whether 64 bits hold every value. */
  boolean fit() {
    return least.compareTo(MIN) >= 0 && most.compareTo(MAX) <= 0;
  }

  Bounds plus(Bounds other) {
    return new Bounds(least.add(other.least), most.add(other.most));
  }

  Bounds negated() {
    return new Bounds(most.negate(), least.negate());
  }

  Bounds times(Bounds other) {
    return around(
        least.multiply(other.least),
        least.multiply(other.most),
        most.multiply(other.least),
        most.multiply(other.most));
  }

  /** Divided by a constant other than 0, toward zero. */
  Bounds dividedBy(BigInteger divisor) {
    return around(least.divide(divisor), most.divide(divisor));
  }

  /** What is left after division by a constant other than 0; it has the dividend's sign. */
  Bounds remainder(BigInteger divisor) {
    BigInteger largest = divisor.abs().subtract(BigInteger.ONE);
    return new Bounds(
        least.signum() < 0 ? largest.negate() : BigInteger.ZERO,
        most.signum() > 0 ? largest : BigInteger.ZERO);
  }

  Bounds or(Bounds other) {
    return new Bounds(least.min(other.least), most.max(other.most));
  }

  private static Bounds around(BigInteger... values) {
    return new Bounds(
        Stream.of(values).min(BigInteger::compareTo).orElseThrow(),
        Stream.of(values).max(BigInteger::compareTo).orElseThrow());
  }
}
