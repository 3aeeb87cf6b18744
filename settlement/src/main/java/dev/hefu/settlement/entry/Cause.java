package dev.hefu.settlement.entry;

import java.util.Locale;

/** Why an entry was made. The code is what tables and hashes hold. */
public enum Cause {
  SALE(0),
  REFUND(1),
  SHIPMENT(2),
  DELIVERY(3),
  RETURN(4),
  /** What was refunded beyond the line. */
  ADJUSTMENT(5),
  TRUE_UP(6),
  /** Balances move between states; nobody earns. */
  CLOSE(7),
  PAYOUT(8),
  /** What a term with memory asks for a window, less what was posted for it. */
  MEMORY(9),
  /** Balances move between states as time passes; nobody earns. */
  MATURITY(10),
  /** A penalty for a line that was cancelled. */
  CANCELLATION(11),
  /** What converting a line's parts differs from converting its whole. */
  EXCHANGE(12);

  private final int code;
  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Cause(int code) {
    this.code = code;
  }

  /** From 0, without gaps. */
  public int code() {
    return code;
  }

  /** The cause of a code. */
  public static Cause of(int code) {
    for (Cause cause : values()) {
      if (cause.code == code) {
        return cause;
      }
    }
    throw new IllegalArgumentException("no cause " + code);
  }

  /** Whether parties earn or owe by it; balances only move otherwise. */
  public boolean earns() {
    return this != CLOSE && this != PAYOUT && this != MATURITY;
  }

  /** Its spelling in statements. */
  public String word() {
    return word;
  }
}
