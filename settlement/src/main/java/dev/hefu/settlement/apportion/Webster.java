package dev.hefu.settlement.apportion;

import java.math.BigInteger;

/**
 * Webster's method (divisors 1, 3, 5, …): seats to weights so that more seats never take one away,
 * and as many seats as all weights together give each its weight. Ties by rank, then by place.
 */
final class Webster {
  private Webster() {}

  /**
   * Apportions.
   *
   * @param seats from 0 to the sum of weights
   * @param weight each at least 0
   * @param rank smaller wins a tie
   * @throws IllegalArgumentException if seats is out of range
   */
  static long[] apportion(long seats, long[] weight, int[] rank) {
    long all = 0;
    for (long each : weight) {
      all += each;
    }
    if (seats < 0 || seats > all) {
      throw new IllegalArgumentException(seats + " seats for weights of " + all);
    }
    long[] given = new long[weight.length];
    if (seats == 0) {
      return given;
    }
    long sum = 0;
    for (int i = 0; i < weight.length; i++) {
      given[i] = rounded(weight[i], seats, all);
      sum += given[i];
    }
    for (; sum < seats; sum++) {
      given[next(weight, rank, given)]++;
    }
    for (; sum > seats; sum--) {
      given[last(weight, rank, given)]--;
    }
    return given;
  }

  /** Weight × seats / all, halves up: Webster's seats for the divisor all/seats. */
  private static long rounded(long weight, long seats, long all) {
    if (Math.multiplyHigh(weight, seats) == 0 && weight * seats >= 0) {
      long product = weight * seats;
      long quotient = product / all;
      return product - quotient * all >= all - all / 2 ? quotient + 1 : quotient;
    }
    BigInteger whole = BigInteger.valueOf(all);
    BigInteger[] parts =
        BigInteger.valueOf(weight).multiply(BigInteger.valueOf(seats)).divideAndRemainder(whole);
    boolean up = parts[1].shiftLeft(1).compareTo(whole) >= 0;
    return parts[0].longValueExact() + (up ? 1 : 0);
  }

  /** Who gets the next seat: the largest weight / (2·given + 1). */
  private static int next(long[] weight, int[] rank, long[] given) {
    int best = -1;
    for (int i = 0; i < weight.length; i++) {
      if (weight[i] > given[i] && (best < 0 || before(weight, rank, given, i, best, 1))) {
        best = i;
      }
    }
    return best;
  }

  /** Who got the last seat: the smallest weight / (2·given − 1). */
  private static int last(long[] weight, int[] rank, long[] given) {
    int worst = -1;
    for (int i = 0; i < weight.length; i++) {
      if (given[i] > 0 && (worst < 0 || before(weight, rank, given, worst, i, -1))) {
        worst = i;
      }
    }
    return worst;
  }

  /** Whether a's quotient at 2·given + odd comes before b's. */
  private static boolean before(long[] weight, int[] rank, long[] given, int a, int b, int odd) {
    long divisorA = 2 * given[a] + odd;
    long divisorB = 2 * given[b] + odd;
    int order = compare(weight[a], divisorB, weight[b], divisorA);
    if (order != 0) {
      return order > 0;
    }
    return rank[a] != rank[b] ? rank[a] < rank[b] : a < b;
  }

  /** Compares a·b with c·d, none negative, in 128 bits. */
  private static int compare(long a, long b, long c, long d) {
    int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }
}
