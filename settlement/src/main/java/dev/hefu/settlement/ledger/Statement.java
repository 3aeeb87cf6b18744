package dev.hefu.settlement.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one party is owed of one agreement for one period: the sum of its postings.
 *
 * @param number per party from 1, without gaps
 * @param totalMinor may be below zero: then the party owes
 * @param hash SHA-256 of the statement's canonical bytes, lower-case hex
 */
public record Statement(
    UUID id,
    UUID agreement,
    String agreementName,
    String party,
    int number,
    String period,
    String currency,
    long totalMinor,
    List<Line> lines,
    String hash,
    Instant closedAt) {
  /**
   * The postings of one term and cause, summed.
   *
   * @param term the term's id; {@code true-up} or {@code adjustment} for those without one
   * @param cause such as {@code sale}, {@code refund}, {@code shipment}
   */
  public record Line(String term, String cause, long count, long amountMinor) {}
}
