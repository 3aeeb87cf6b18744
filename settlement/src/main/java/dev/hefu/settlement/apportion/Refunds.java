package dev.hefu.settlement.apportion;

/**
 * How much of each original share is given back, cumulatively. A function of the cumulative refund
 * alone, so any chopping of refunds ends at the same.
 */
public final class Refunds {
  private Refunds() {}

  /**
   * The shares given back after a cumulative refund.
   *
   * @param original with a kept share standing for the party that bears it; T is its total
   * @param refunded cumulative, from 0 to T; unused if T is not above zero
   * @param back pieces that came back, cumulative
   * @param quantity pieces of the line
   */
  public static Shares returned(Shares original, long refunded, int back, int quantity) {
    long total = original.total();
    long positive = original.positive();
    long negative = original.negative();
    long fromPositive;
    long fromNegative;
    if (total > 0) {
      fromPositive = Fractions.floor(positive, refunded, total);
      fromNegative = fromPositive - refunded;
    } else {
      fromPositive = Fractions.floor(positive, back, quantity);
      fromNegative = Fractions.floor(negative, back, quantity);
    }
    int[] rank = original.parties();
    long[] up = Webster.apportion(fromPositive, original.weights(1), rank);
    long[] down = Webster.apportion(fromNegative, original.weights(-1), rank);
    for (int i = 0; i < up.length; i++) {
      up[i] -= down[i];
    }
    return new Shares(up, rank);
  }
}
