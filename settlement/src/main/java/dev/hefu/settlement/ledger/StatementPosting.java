package dev.hefu.settlement.ledger;

import java.time.Instant;

/**
 * One posting behind a statement.
 *
 * @param id names it for {@code Settlement.explain}
 * @param line {@code owner/order/line}; empty for a posting of the period itself
 * @param event the id of the CloudEvent that caused it; empty for the close
 */
public record StatementPosting(
    long id,
    String line,
    String event,
    Instant time,
    String term,
    String cause,
    long amountMinor) {}
