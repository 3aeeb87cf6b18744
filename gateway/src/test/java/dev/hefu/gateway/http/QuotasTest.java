package dev.hefu.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.identity.Caller;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class QuotasTest {
  private static final Caller ONE = new Caller.Participant("one");
  private static final Caller OTHER = new Caller.Participant("other");
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

  @Test
  void aCallerMayMakeASecondsCallsAtOnceAndOneMoreIsRefused() {
    Quotas quotas = new Quotas(4, now::get);
    for (long remaining = 3; remaining >= 0; remaining--) {
      assertEquals(OptionalLong.of(remaining), quotas.take(ONE));
    }
    assertEquals(OptionalLong.empty(), quotas.take(ONE));
    assertEquals(OptionalLong.of(3), quotas.take(OTHER));
  }

  @Test
  void aRefusedCallCostsNothingAndASecondGivesAllBack() {
    Quotas quotas = new Quotas(4, now::get);
    for (int i = 0; i < 100; i++) {
      quotas.take(ONE);
    }
    now.addAndGet(SECOND / 4);
    assertEquals(OptionalLong.of(0), quotas.take(ONE));
    assertEquals(OptionalLong.empty(), quotas.take(ONE));
    now.addAndGet(SECOND);
    assertEquals(OptionalLong.of(3), quotas.take(ONE));
  }

  /**
   * Whatever the gaps between calls: in n seconds no more than n + 1 seconds' calls get through.
   */
  @Property(tries = 200)
  void theRateHolds(
      @ForAll @IntRange(min = 1, max = 50) int perSecond,
      @ForAll @Size(max = 300) List<@LongRange(max = SECOND / 10) Long> gaps) {
    Quotas quotas = new Quotas(perSecond, now::get);
    long start = now.get();
    long taken = 0;
    for (long gap : gaps) {
      now.addAndGet(gap);
      taken += quotas.take(ONE).isPresent() ? 1 : 0;
    }
    double seconds = (now.get() - start) / (double) SECOND;
    assertTrue(taken <= perSecond * (seconds + 1) + 1, taken + " in " + seconds + " s");
  }
}
