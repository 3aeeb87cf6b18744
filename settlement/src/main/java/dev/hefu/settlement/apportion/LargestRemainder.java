package dev.hefu.settlement.apportion;

/**
 * Hamilton's rule: exact amounts that sum to a whole number are rounded down, and the missing units
 * go one each to the largest parts; ties by rank, then by place. A negative total is negated,
 * rounded, negated.
 */
public final class LargestRemainder {
  private LargestRemainder() {}

  /**
   * Rounds.
   *
   * @param whole changed if the total is negative
   * @param part from 0 to denominator exclusive, in sum a multiple of it; changed
   * @param rank smaller wins a tie
   * @param share receives the result
   */
  public static void round(long[] whole, long[] part, int[] rank, long denominator, long[] share) {
    long sum = 0;
    long parts = 0;
    for (int i = 0; i < whole.length; i++) {
      sum += whole[i];
      parts += part[i];
      if (parts >= denominator) {
        parts -= denominator;
        sum++;
      }
    }
    if (sum < 0) {
      negate(whole, part, denominator);
      up(whole, part, rank, denominator, share);
      for (int i = 0; i < share.length; i++) {
        share[i] = -share[i];
      }
    } else {
      up(whole, part, rank, denominator, share);
    }
  }

  private static void up(long[] whole, long[] part, int[] rank, long denominator, long[] share) {
    long missing = 0;
    long parts = 0;
    for (int i = 0; i < whole.length; i++) {
      share[i] = whole[i];
      parts += part[i];
      if (parts >= denominator) {
        parts -= denominator;
        missing++;
      }
    }
    for (; missing > 0; missing--) {
      int best = 0;
      for (int i = 1; i < whole.length; i++) {
        if (part[i] > part[best] || (part[i] == part[best] && rank[i] < rank[best])) {
          best = i;
        }
      }
      share[best]++;
      part[best] = -1;
    }
  }

  private static void negate(long[] whole, long[] part, long denominator) {
    for (int i = 0; i < whole.length; i++) {
      if (part[i] == 0) {
        whole[i] = -whole[i];
      } else {
        whole[i] = -whole[i] - 1;
        part[i] = denominator - part[i];
      }
    }
  }
}
