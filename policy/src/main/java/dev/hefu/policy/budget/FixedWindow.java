package dev.hefu.policy.budget;

import dev.hefu.schemas.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Windows of one length that follow each other, in UTC, from a first moment on. A month is a
 * calendar month from the day of that moment, or the last day of a month that has no such day.
 */
public record FixedWindow(Window length, Instant first) {
  /**
   * The start of the window that {@code now} is in; of the first where {@code now} is before it.
   */
  public Instant start(Instant now) {
    return begin(number(now));
  }

  /** The start of the window after that. */
  public Instant end(Instant now) {
    return begin(number(now) + 1);
  }

  private long number(Instant now) {
    return Math.max(
        0,
        switch (length) {
          case HOUR -> Duration.between(first, now).toHours();
          case DAY -> Duration.between(first, now).toDays();
          case MONTH -> months(now);
        });
  }

  /** A month that ends on a shorter month's last day is over sooner than its days are counted. */
  private long months(Instant now) {
    long whole =
        ChronoUnit.MONTHS.between(first.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC));
    return begin(whole + 1).isAfter(now) ? whole : whole + 1;
  }

  private Instant begin(long number) {
    return switch (length) {
      case HOUR -> first.plus(Duration.ofHours(number));
      case DAY -> first.plus(Duration.ofDays(number));
      case MONTH -> first.atOffset(ZoneOffset.UTC).plusMonths(number).toInstant();
    };
  }
}
