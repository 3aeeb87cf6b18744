package dev.hefu.schemas.revenue;

import dev.hefu.schemas.message.Evidence;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a party is owed for a period, and why.
 *
 * @param number gapless per party
 * @param closingMinor what the party is owed, or owes, in minor units
 * @param openingMinor brought forward; null if nothing was
 * @param totals sums by term, in the agreement's order; may be empty
 * @param digest of the statement's canonical bytes, base64url; null if not computed
 * @param lines the postings; their sum is the statement's
 * @param evidence the leaf of the close; null if not asked for
 */
public record Statement(
    String id,
    String number,
    String agreement,
    String party,
    YearMonth period,
    String currency,
    long closingMinor,
    @Nullable Long openingMinor,
    @Nullable List<Total> totals,
    @Nullable String digest,
    List<Line> lines,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public Statement {
    totals = totals == null ? List.of() : List.copyOf(totals);
    lines = List.copyOf(lines);
  }

  /** The sum of one term. */
  public record Total(String name, long amountMinor) {}

  /**
   * One posting of the party.
   *
   * @param amountMinor in minor units; positive to the party
   * @param order the order's id; null if the posting has none
   * @param line the line's id; null if the posting has none
   * @param cause the event, or the true-up; null if not known
   */
  public record Line(
      String posting,
      String term,
      long amountMinor,
      @Nullable String order,
      @Nullable String line,
      @Nullable String cause) {}
}
