package dev.hefu.settlement.apportion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Laws of refunds: any chopping ends at the original, and no share moves away from zero. */
final class RefundsTest {
  private static final int MOST = 7;

  @Provide
  Arbitrary<long[]> amounts() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(-60, 120), Arbitraries.longs().between(-1L << 34, 1L << 36))
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(MOST);
  }

  @Provide
  Arbitrary<long[]> cuts() {
    return Arbitraries.longs().between(0, 1_000_000).array(long[].class).ofMaxSize(6);
  }

  private static Shares shares(long[] amount) {
    int[] rank = new int[amount.length];
    Arrays.setAll(rank, i -> i);
    return new Shares(amount, rank);
  }

  private static long[] amounts(Shares shares) {
    long[] amount = new long[shares.count()];
    Arrays.setAll(amount, shares::amount);
    return amount;
  }

  /** Millionths of the way to a whole refund, in order, the last one all of it. */
  private static long[] steps(long[] cuts) {
    long[] steps = Arrays.copyOf(cuts, cuts.length + 1);
    steps[cuts.length] = 1_000_000;
    Arrays.sort(steps);
    return steps;
  }

  private static Shares returned(Shares original, long millionths) {
    long total = Math.max(0, original.total());
    return Refunds.returned(
        original, Fractions.floor(total, millionths, 1_000_000), (int) millionths, 1_000_000);
  }

  @Property
  void anyChoppingEndsAtTheOriginal(@ForAll("amounts") long[] amount, @ForAll("cuts") long[] cuts) {
    Shares original = shares(amount);
    Shares last = original.zero();
    for (long step : steps(cuts)) {
      last = returned(original, step);
    }
    assertArrayEquals(amount, amounts(last));
  }

  @Property
  void noShareMovesAwayFromZero(@ForAll("amounts") long[] amount, @ForAll("cuts") long[] cuts) {
    Shares original = shares(amount);
    long[] before = new long[amount.length];
    for (long step : steps(cuts)) {
      long[] now = amounts(returned(original, step));
      for (int i = 0; i < now.length; i++) {
        long moved = now[i] - before[i];
        assertTrue(moved == 0 || Long.signum(moved) == Long.signum(amount[i]), i + ": " + moved);
        assertTrue(Math.abs(now[i]) <= Math.abs(amount[i]), i + ": " + now[i]);
      }
      before = now;
    }
  }

  @Property
  void whatGoesBackIsWhatWasRefunded(
      @ForAll("amounts") long[] amount, @ForAll("cuts") long[] cuts) {
    Shares original = shares(amount);
    long total = original.total();
    for (long step : steps(cuts)) {
      if (total > 0) {
        long refunded = Fractions.floor(total, step, 1_000_000);
        assertEquals(refunded, returned(original, step).total());
      }
    }
  }

  @Property
  void theOrderOfTheSharesDecidesNothing(
      @ForAll("amounts") long[] amount, @ForAll("cuts") long[] cuts) {
    int count = amount.length;
    int[] rank = new int[count];
    long[] reversed = new long[count];
    for (int i = 0; i < count; i++) {
      rank[i] = count - 1 - i;
      reversed[i] = amount[count - 1 - i];
    }
    for (long step : steps(cuts)) {
      Shares straight = returned(shares(amount), step);
      Shares back = returned(new Shares(reversed, rank), step);
      for (int i = 0; i < count; i++) {
        assertEquals(straight.amount(i), back.amount(count - 1 - i));
      }
    }
  }

  @Test
  void aLineThatGivesNothingGoesBackByItsPieces() {
    Shares free = shares(new long[] {30, -30});
    assertArrayEquals(new long[] {10, -10}, amounts(Refunds.returned(free, 0, 1, 3)));
    assertArrayEquals(new long[] {30, -30}, amounts(Refunds.returned(free, 0, 3, 3)));
  }
}
