package dev.hefu.settlement.agreement;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** The span of days over which a term with memory counts, in the agreement's zone. */
public enum Window {
  MONTH,
  QUARTER,
  YEAR,
  /** From the version's first day to its last. */
  AGREEMENT;

  private static final int QUARTER_MONTHS = 3;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** Its spelling in documents. */
  public String word() {
    return word;
  }

  /** Reads the spelling of documents. */
  public static Optional<Window> of(String word) {
    return Spelling.word(values(), each -> each.word, word);
  }

  /** The first day of the window that a day is in; the epoch for {@link #AGREEMENT}. */
  public LocalDate start(LocalDate day) {
    return switch (this) {
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> LocalDate.of(day.getYear(), day.getMonth().firstMonthOfQuarter(), 1);
      case YEAR -> LocalDate.of(day.getYear(), 1, 1);
      case AGREEMENT -> LocalDate.EPOCH;
    };
  }

  /** The first day after the window that a day is in; never for {@link #AGREEMENT}. */
  public LocalDate end(LocalDate day) {
    return switch (this) {
      case MONTH -> start(day).plusMonths(1);
      case QUARTER -> start(day).plusMonths(QUARTER_MONTHS);
      case YEAR -> start(day).plusYears(1);
      case AGREEMENT -> LocalDate.MAX;
    };
  }

  /** How people and indicators name the window: {@code 2026-06}, {@code 2026-Q2}, {@code 2026}. */
  public String text(LocalDate start) {
    return switch (this) {
      case MONTH -> "%04d-%02d".formatted(start.getYear(), start.getMonthValue());
      case QUARTER ->
          "%04d-Q%d".formatted(start.getYear(), (start.getMonthValue() - 1) / QUARTER_MONTHS + 1);
      case YEAR -> "%04d".formatted(start.getYear());
      case AGREEMENT -> "all";
    };
  }
}
