package dev.hefu.settlement.event;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events that the runner itself tells: time passes at the end of every month, in the
 * agreement's zone, an event was approved, and a period is closed. All are functions of what is
 * kept, so that settling again tells the same.
 */
public final class Runner {
  private static final String SOURCE = "/participants/hefu/settlement";
  private static final String PASSED = "passed-";

  private Runner() {}

  /**
   * Time passes at the end of each month after one that was closed before.
   *
   * @param from the first day of the agreement
   * @param previous null if none was
   * @param period the last of them
   */
  public static List<Event> passed(
      LocalDate from, ZoneId zone, @Nullable String previous, String period) {
    YearMonth first =
        previous == null ? YearMonth.from(from) : YearMonth.parse(previous).plusMonths(1);
    List<Event> passed = new ArrayList<>();
    for (YearMonth at = first; !at.isAfter(YearMonth.parse(period)); at = at.plusMonths(1)) {
      passed.add(passed(at, zone));
    }
    return passed;
  }

  private static Event passed(YearMonth month, ZoneId zone) {
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    return new Event.TimePassed(new Stamp(end, end, SOURCE, PASSED + month));
  }

  /** Of the approval of an event. */
  public static Stamp approval(Instant at, long number) {
    return new Stamp(at, at, SOURCE, "approved-" + number);
  }

  /** The month at whose end time passed, if that is what a stamp is of. */
  public static Optional<YearMonth> month(Stamp stamp) {
    return stamp.source().equals(SOURCE) && stamp.id().startsWith(PASSED)
        ? Optional.of(YearMonth.parse(stamp.id().substring(PASSED.length())))
        : Optional.empty();
  }

  /**
   * The close of a period. What it does depends on the period alone; the time only places it, after
   * all that it settles.
   *
   * @param ordered what it settles
   */
  public static Event closed(Instant at, String period, List<Event> ordered) {
    Instant last = ordered.isEmpty() ? at : ordered.getLast().stamp().time();
    Instant time = last.isBefore(at) ? at : last.plusNanos(1_000);
    return new Event.PeriodClosed(new Stamp(time, time, SOURCE, period), period);
  }
}
