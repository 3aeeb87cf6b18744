package dev.hefu.settlement.agreement;

import java.util.List;

/** A rule about when what a party earned is payable; it moves no money between parties. */
public sealed interface Holding extends Rule {
  /**
   * What lines give matures some days after an event of the line.
   *
   * @param parties whose; empty for all
   * @param days of 24 hours
   * @param afterDelivery after the line's first delivery; else after its payment
   */
  record Maturity(List<String> parties, int days, boolean afterDelivery) implements Holding {
    /** Copies. */
    public Maturity {
      parties = List.copyOf(parties);
    }
  }

  /**
   * A rolling reserve: a rate of what becomes payable at a close is held.
   *
   * @param days of 24 hours from the end of the closed period
   */
  record Reserve(String party, Rate rate, int days) implements Holding {}

  /** What becomes payable first fills a reserve up to an amount, held until the version ends. */
  record Holdback(String party, long amountMinor) implements Holding {}
}
