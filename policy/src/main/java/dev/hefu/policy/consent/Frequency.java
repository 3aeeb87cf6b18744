package dev.hefu.policy.consent;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How often a consent may be used: at most {@code limit} times in each window. Windows are fixed,
 * in UTC, and counted from the consent's first moment.
 *
 * @param limit uses per window, 1 to {@value #MAX_LIMIT}
 */
public record Frequency(int limit, Window window) {
  /** More a window than any person could mean; keeps counters far from overflow. */
  public static final int MAX_LIMIT = 1_000_000;

  /** The length of a window; a month is a calendar month from the day of the start. */
  public enum Window {
    HOUR,
    DAY,
    MONTH
  }

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Frequency {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("frequency " + limit + " is not in 1.." + MAX_LIMIT);
    }
  }

  /**
   * The start of the window that {@code now} is in; {@code start} itself where {@code now} is
   * before it.
   */
  public Instant windowStart(Instant start, Instant now) {
    if (now.isBefore(start)) {
      return start;
    }
    return switch (window) {
      case HOUR -> fixed(start, now, Duration.ofHours(1));
      case DAY -> fixed(start, now, Duration.ofDays(1));
      case MONTH -> month(start, now);
    };
  }

  private static Instant fixed(Instant start, Instant now, Duration length) {
    return start.plus(length.multipliedBy(Duration.between(start, now).dividedBy(length)));
  }

  private static Instant month(Instant start, Instant now) {
    OffsetDateTime first = start.atOffset(ZoneOffset.UTC);
    long months = ChronoUnit.MONTHS.between(first, now.atOffset(ZoneOffset.UTC));
    OffsetDateTime next = first.plusMonths(months + 1);
    return next.toInstant().isAfter(now) ? first.plusMonths(months).toInstant() : next.toInstant();
  }
}
