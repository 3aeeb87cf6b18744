package dev.hefu.settlement.apportion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Laws of the refund rule, and the rule step by step beside the quick form. */
final class WebsterTest {
  @Provide
  Arbitrary<List<Integer>> weights() {
    return Arbitraries.integers().between(0, 60).list().ofMinSize(1).ofMaxSize(7);
  }

  @Property
  void equalsTheRuleStepByStep(@ForAll("weights") List<Integer> weights) {
    long[] weight = weights.stream().mapToLong(Integer::longValue).toArray();
    int[] rank = ranks(weight.length);
    long[] given = new long[weight.length];
    long all = Arrays.stream(weight).sum();
    for (long seats = 0; seats <= all; seats++) {
      assertArrayEquals(given, Webster.apportion(seats, weight, rank), "seats " + seats);
      if (seats < all) {
        given[nextByHand(weight, given)]++;
      }
    }
    assertArrayEquals(weight, given, "the last seat ends at the original");
  }

  /** The largest w/(2s+1); ties to the one in front, as ranks rise with the place. */
  private static int nextByHand(long[] weight, long[] given) {
    int best = 0;
    for (int i = 1; i < weight.length; i++) {
      if (weight[i] * (2 * given[best] + 1) > weight[best] * (2 * given[i] + 1)) {
        best = i;
      }
    }
    return best;
  }

  @Property
  void neverTakesASeatAway(
      @ForAll("weights") List<Integer> weights, @ForAll("seats") long a, @ForAll("seats") long b) {
    long[] weight = weights.stream().mapToLong(each -> each * 1_000_003L).toArray();
    long all = Arrays.stream(weight).sum();
    long fewer = Math.min(Math.min(a, b), all);
    long more = Math.min(Math.max(a, b), all);
    long[] less = Webster.apportion(fewer, weight, ranks(weight.length));
    long[] then = Webster.apportion(more, weight, ranks(weight.length));
    for (int i = 0; i < weight.length; i++) {
      assertEquals(true, less[i] <= then[i] && then[i] <= weight[i]);
    }
    assertEquals(more, Arrays.stream(then).sum());
  }

  @Provide
  Arbitrary<Long> seats() {
    return Arbitraries.longs().between(0, 500_000_000L);
  }

  @Test
  void largeAmountsNeedMoreThan64Bits() {
    long large = 1L << 36;
    long[] given = Webster.apportion(large + 1, new long[] {large, large, 1}, ranks(3));
    assertEquals(large + 1, Arrays.stream(given).sum());
    assertEquals(
        BigInteger.valueOf(large).multiply(BigInteger.valueOf(large)).shiftRight(36).longValue(),
        large);
  }

  @Test
  void tiesGoToTheBetterRank() {
    assertArrayEquals(new long[] {0, 1}, Webster.apportion(1, new long[] {5, 5}, new int[] {2, 1}));
  }

  @Test
  void refusesMoreSeatsThanWeights() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Webster.apportion(4, new long[] {1, 2}, new int[] {0, 1}));
  }

  private static int[] ranks(int count) {
    int[] rank = new int[count];
    Arrays.setAll(rank, i -> i);
    return rank;
  }
}
