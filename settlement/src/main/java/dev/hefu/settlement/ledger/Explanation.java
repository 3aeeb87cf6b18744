package dev.hefu.settlement.ledger;

import java.util.List;

/**
 * Why a posting has its amount, recomputed by the engine from agreement and events.
 *
 * @param formula such as {@code 100.00 × 1/3 → 33.33⅓ → 33.33, +0.01 by rank 1}
 * @param steps the same as data, from the base to the posted amount
 */
public record Explanation(
    long posting,
    String party,
    String term,
    long amountMinor,
    String currency,
    String formula,
    String english,
    String chinese,
    List<Step> steps) {
  /**
   * One step of the computation.
   *
   * @param name such as {@code base}, {@code rate}, {@code exact}, {@code rounded}, {@code posted}
   * @param value a decimal, a fraction, or a mixed number; exact
   */
  public record Step(String name, String value) {}
}
