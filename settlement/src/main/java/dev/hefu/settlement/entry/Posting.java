package dev.hefu.settlement.entry;

/**
 * One side of a balanced entry.
 *
 * @param item its place among the shares of the line; for what is not a share, its place in the
 *     entry
 * @param term the number of the term; {@link #NO_TERM} if none
 * @param party the rank of the party; {@link #CLEARING} for the money that came in
 * @param amountMinor above zero if the party is owed more
 */
public record Posting(int item, int term, int party, State state, long amountMinor) {
  /** The account that money of lines comes from: its balance is what customers paid. */
  public static final int CLEARING = -1;

  /** For what no term gives. */
  public static final int NO_TERM = -1;
}
