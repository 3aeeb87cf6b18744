package dev.hefu.policy.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class FrequencyLawsTest {
  private static final long SOME_YEARS = 200_000_000L;

  @Property
  void theWindowHoldsNowAndBeginsNoEarlierThanTheConsent(
      @ForAll Frequency.Window window,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed) {
    Instant first = Instant.ofEpochSecond(start);
    Instant now = first.plusSeconds(passed);
    Instant begin = new Frequency(1, window).windowStart(first, now);
    assertFalse(begin.isAfter(now));
    assertFalse(begin.isBefore(first));
  }

  @Property
  void everyMomentOfAWindowHasTheSameStart(
      @ForAll Frequency.Window window,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long between) {
    Frequency frequency = new Frequency(1, window);
    Instant first = Instant.ofEpochSecond(start);
    Instant now = first.plusSeconds(passed);
    Instant begin = frequency.windowStart(first, now);
    Instant inside =
        begin.plusSeconds(between % (1 + now.getEpochSecond() - begin.getEpochSecond()));
    assertEquals(begin, frequency.windowStart(first, inside));
    assertEquals(begin, frequency.windowStart(first, begin));
  }

  @Property
  void laterMomentsAreInLaterWindows(
      @ForAll Frequency.Window window,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long more) {
    Frequency frequency = new Frequency(1, window);
    Instant first = Instant.ofEpochSecond(start);
    Instant begin = frequency.windowStart(first, first.plusSeconds(passed));
    assertFalse(frequency.windowStart(first, first.plusSeconds(passed + more)).isBefore(begin));
  }

  @Example
  void aMonthFromThe31stEndsOnTheLastDay() {
    Frequency monthly = new Frequency(1, Frequency.Window.MONTH);
    Instant first = Instant.parse("2026-01-31T12:00:00Z");
    for (String begin :
        new String[] {"2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", "2026-04-30T12:00:00Z"}) {
      Instant expected = Instant.parse(begin);
      assertEquals(expected, monthly.windowStart(first, expected));
      assertEquals(expected, monthly.windowStart(first, expected.plusSeconds(60)));
      assertTrue(monthly.windowStart(first, expected.minusNanos(1)).isBefore(expected));
    }
  }

  @Example
  void beforeTheStartThereIsOnlyTheStart() {
    Instant first = Instant.parse("2026-01-31T12:00:00Z");
    for (Frequency.Window window : Frequency.Window.values()) {
      assertEquals(first, new Frequency(1, window).windowStart(first, first.minusSeconds(1)));
    }
  }

  @Example
  void aLimitHasBounds() {
    Frequency.Window hour = Frequency.Window.HOUR;
    assertEquals(1, new Frequency(1, hour).limit());
    assertEquals(Frequency.MAX_LIMIT, new Frequency(Frequency.MAX_LIMIT, hour).limit());
    assertThrows(IllegalArgumentException.class, () -> new Frequency(0, hour));
    assertThrows(
        IllegalArgumentException.class, () -> new Frequency(Frequency.MAX_LIMIT + 1, hour));
  }
}
