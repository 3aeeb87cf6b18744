package dev.hefu.settlement.split;

import java.util.List;

/**
 * Why a posting has its amount.
 *
 * @param amountMinor as recomputed
 * @param formula from the base to the amount, in the currency's own unit
 */
public record Explained(
    long amountMinor, String formula, String english, String chinese, List<Step> steps) {
  /** Copies. */
  public Explained {
    steps = List.copyOf(steps);
  }

  /** One exact intermediate value. */
  public record Step(String name, String value) {}
}
