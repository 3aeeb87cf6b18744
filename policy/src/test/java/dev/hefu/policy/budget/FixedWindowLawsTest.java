package dev.hefu.policy.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.schemas.Window;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class FixedWindowLawsTest {
  private static final long SOME_YEARS = 200_000_000L;

  @Property
  void theWindowHoldsNowAndBeginsNoEarlierThanTheFirst(
      @ForAll Window length,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed) {
    Instant first = Instant.ofEpochSecond(start);
    Instant now = first.plusSeconds(passed);
    FixedWindow windows = new FixedWindow(length, first);
    assertFalse(windows.start(now).isAfter(now));
    assertFalse(windows.start(now).isBefore(first));
    assertTrue(windows.end(now).isAfter(now));
  }

  @Property
  void everyMomentOfAWindowHasTheSameStartAndEnd(
      @ForAll Window length,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long between) {
    Instant first = Instant.ofEpochSecond(start);
    Instant now = first.plusSeconds(passed);
    FixedWindow windows = new FixedWindow(length, first);
    Instant begin = windows.start(now);
    Instant inside =
        begin.plusSeconds(between % (1 + now.getEpochSecond() - begin.getEpochSecond()));
    for (Instant moment : new Instant[] {begin, inside, windows.end(now).minusNanos(1)}) {
      assertEquals(begin, windows.start(moment));
      assertEquals(windows.end(now), windows.end(moment));
    }
    assertEquals(windows.end(now), windows.start(windows.end(now)));
  }

  @Property
  void laterMomentsAreInLaterWindows(
      @ForAll Window length,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long start,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long passed,
      @ForAll @LongRange(min = 0, max = SOME_YEARS) long more) {
    Instant first = Instant.ofEpochSecond(start);
    FixedWindow windows = new FixedWindow(length, first);
    Instant begin = windows.start(first.plusSeconds(passed));
    assertFalse(windows.start(first.plusSeconds(passed + more)).isBefore(begin));
  }

  @Example
  void aMonthFromThe31stEndsOnTheLastDay() {
    Instant first = Instant.parse("2026-01-31T12:00:00Z");
    FixedWindow monthly = new FixedWindow(Window.MONTH, first);
    for (String begin :
        new String[] {"2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", "2026-04-30T12:00:00Z"}) {
      Instant expected = Instant.parse(begin);
      assertEquals(expected, monthly.start(expected));
      assertEquals(expected, monthly.start(expected.plusSeconds(60)));
      assertTrue(monthly.start(expected.minusNanos(1)).isBefore(expected));
      assertEquals(expected, monthly.end(expected.minusNanos(1)));
    }
  }

  @Example
  void beforeTheStartThereIsOnlyTheFirst() {
    Instant first = Instant.parse("2026-01-31T12:00:00Z");
    for (Window length : Window.values()) {
      FixedWindow windows = new FixedWindow(length, first);
      for (long seconds : new long[] {1, 100_000_000}) {
        assertEquals(first, windows.start(first.minusSeconds(seconds)));
        assertEquals(windows.end(first), windows.end(first.minusSeconds(seconds)));
      }
    }
  }

  @Example
  void aLimitHasBounds() {
    assertEquals(1, new Allowance(1, Window.HOUR).limit());
    assertEquals(Allowance.MAX_LIMIT, new Allowance(Allowance.MAX_LIMIT, Window.HOUR).limit());
    for (int limit : new int[] {-1, 0, Allowance.MAX_LIMIT + 1}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> new Allowance(limit, Window.HOUR));
      assertEquals("limit: " + limit + " is not in 1..1000000000", refused.getMessage());
    }
  }

  @Example
  void budgetsNameOne() {
    assertThrows(IllegalArgumentException.class, () -> new SharingBudgets(null, null));
  }
}
