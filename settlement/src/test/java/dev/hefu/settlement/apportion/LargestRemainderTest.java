package dev.hefu.settlement.apportion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Laws of the split: exact shares of one whole, rounded together. */
final class LargestRemainderTest {
  private static final int MOST = 8;
  private static final long LARGEST = 1L << 36;

  /**
   * Exact shares that sum to a whole amount.
   *
   * @param parts numerators over the denominator, any sign; the last one makes the sum whole
   */
  record Exact(long denominator, long[] parts) {
    long sum() {
      return Arrays.stream(parts).sum() / denominator;
    }

    /** The largest integers that are not above the exact values. */
    long down(int i) {
      return Math.floorDiv(parts[i], denominator);
    }

    boolean isWhole(int i) {
      return Math.floorMod(parts[i], denominator) == 0;
    }

    Exact permuted(int[] place) {
      return new Exact(denominator, Arrays.stream(place).mapToLong(i -> parts[i]).toArray());
    }

    Exact times(long factor) {
      return new Exact(denominator, Arrays.stream(parts).map(each -> each * factor).toArray());
    }
  }

  @Provide
  Arbitrary<Exact> exact() {
    Arbitrary<Long> part =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-5_000, 5_000),
            Arbitraries.longs().between(-LARGEST * 1_000, LARGEST * 1_000));
    return Combinators.combine(
            Arbitraries.longs().between(1, 10_000),
            part.array(long[].class).ofMinSize(1).ofMaxSize(MOST))
        .as(
            (denominator, parts) -> {
              long[] all = Arrays.copyOf(parts, parts.length + 1);
              all[parts.length] = -Math.floorMod(Arrays.stream(parts).sum(), denominator);
              return new Exact(denominator, all);
            });
  }

  static long[] round(Exact exact, int[] rank) {
    int count = exact.parts().length;
    long[] whole = new long[count];
    long[] part = new long[count];
    for (int i = 0; i < count; i++) {
      whole[i] = exact.down(i);
      part[i] = Math.floorMod(exact.parts()[i], exact.denominator());
    }
    long[] share = new long[count];
    LargestRemainder.round(whole, part, rank, exact.denominator(), share);
    return share;
  }

  private static int[] ranks(int count) {
    int[] rank = new int[count];
    Arrays.setAll(rank, i -> i);
    return rank;
  }

  @Property
  void theSumIsTheWhole(@ForAll("exact") Exact exact) {
    long[] share = round(exact, ranks(exact.parts().length));
    assertEquals(exact.sum(), Arrays.stream(share).sum());
  }

  /** Each share is its exact value rounded down or up; a whole one stays. */
  @Property
  void theQuotaRuleHolds(@ForAll("exact") Exact exact) {
    long[] share = round(exact, ranks(exact.parts().length));
    for (int i = 0; i < share.length; i++) {
      long up = exact.isWhole(i) ? exact.down(i) : exact.down(i) + 1;
      assertTrue(share[i] == exact.down(i) || share[i] == up, i + ": " + share[i]);
    }
  }

  /** The order of the shares decides nothing: a party's rank goes with its share. */
  @Property
  void aPermutationPermutesTheResult(@ForAll("exact") Exact exact, @ForAll long seed) {
    int count = exact.parts().length;
    int[] place = ranks(count);
    java.util.Random random = new java.util.Random(seed);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = place[i];
      place[i] = place[other];
      place[other] = held;
    }
    long[] share = round(exact, ranks(count));
    long[] permuted = round(exact.permuted(place), place);
    for (int i = 0; i < count; i++) {
      assertEquals(share[place[i]], permuted[i]);
    }
  }

  @Property
  void aNegativeWholeIsTheNegatedSplit(@ForAll("exact") Exact exact) {
    long[] share = round(exact, ranks(exact.parts().length));
    long[] negated = round(exact.times(-1), ranks(exact.parts().length));
    if (exact.sum() != 0) {
      for (int i = 0; i < share.length; i++) {
        assertEquals(-share[i], negated[i]);
      }
    }
  }

  /** As many times the whole as the denominator leaves nothing to round. */
  @Property
  void aMultipleOfTheDenominatorIsExact(@ForAll("exact") Exact exact) {
    Exact small = new Exact(exact.denominator(), reduced(exact.parts(), exact.denominator()));
    long[] share = round(small.times(small.denominator()), ranks(small.parts().length));
    assertArrayEquals(small.parts(), share);
  }

  private static long[] reduced(long[] parts, long denominator) {
    long[] all = Arrays.stream(parts).map(each -> each % 1_000_000).toArray();
    all[all.length - 1] = 0;
    all[all.length - 1] = -Math.floorMod(Arrays.stream(all).sum(), denominator);
    return all;
  }

  @Test
  void tiesGoToTheBetterRankThenToTheFirst() {
    Exact halves = new Exact(2, new long[] {1, 1, 1, 1});
    assertArrayEquals(new long[] {0, 1, 0, 1}, round(halves, new int[] {2, 1, 3, 0}));
    assertArrayEquals(new long[] {1, 1, 0, 0}, round(halves, new int[] {5, 5, 5, 5}));
  }
}
