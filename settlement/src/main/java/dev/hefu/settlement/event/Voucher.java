package dev.hefu.settlement.event;

import java.io.Serializable;

/** A discount on a line, and who says to pay for it. */
public record Voucher(String code, String fundedBy, long amountMinor) implements Serializable {
  /**
   * @throws IllegalArgumentException if the amount is below zero
   */
  public Voucher {
    if (amountMinor < 0) {
      throw new IllegalArgumentException("voucher of " + amountMinor);
    }
  }
}
