package dev.hefu.settlement.program;

import java.util.Locale;

/** Why an event is not settled but waits; the reasons of {@code docs/formats/events.md}. */
public enum Problem {
  NONE,
  LINE_UNKNOWN,
  LATE,
  LINE_PAID_TWICE,
  AMOUNT_OVER_AGREED,
  CURRENCY_NOT_AGREED,
  RATE_MISSING,
  PARTY_UNKNOWN,
  NO_TABLE_ROW,
  VOUCHER_AFTER_PAYMENT,
  VOUCHER_OVER_PRICE,
  TOLD_TWICE;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its spelling in results and lists. */
  public String code() {
    return code;
  }
}
