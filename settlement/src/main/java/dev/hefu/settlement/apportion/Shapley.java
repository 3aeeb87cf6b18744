package dev.hefu.settlement.apportion;

import java.math.BigInteger;
import java.util.function.IntToLongFunction;

/** Shapley's value, exactly. */
public final class Shapley {
  private Shapley() {}

  /**
   * Each player's value times players!.
   *
   * @param players few, as the work doubles with each: callers bound them
   * @param value of a set of players, given as bits; 0 for none
   */
  public static BigInteger[] timesFactorial(int players, IntToLongFunction value) {
    long[] values = new long[1 << players];
    for (int set = 0; set < values.length; set++) {
      values[set] = value.applyAsLong(set);
    }
    BigInteger[] shares = new BigInteger[players];
    for (int player = 0; player < players; player++) {
      shares[player] = share(players, values, player);
    }
    return shares;
  }

  /** The number of orders of so many players. */
  public static BigInteger factorial(int n) {
    return n < 2 ? BigInteger.ONE : BigInteger.valueOf(n).multiply(factorial(n - 1));
  }

  /** Sets of one size weigh the same: what the player adds to each, summed by size. */
  private static BigInteger share(int players, long[] values, int player) {
    long[] added = new long[players];
    for (int set = 0; set < values.length; set++) {
      if ((set >> player & 1) == 0) {
        int size = Integer.bitCount(set);
        added[size] = Math.addExact(added[size], values[set | 1 << player] - values[set]);
      }
    }
    BigInteger sum = BigInteger.ZERO;
    for (int size = 0; size < players; size++) {
      BigInteger orders = factorial(size).multiply(factorial(players - size - 1));
      sum = sum.add(orders.multiply(BigInteger.valueOf(added[size])));
    }
    return sum;
  }
}
