package dev.hefu.settlement;

import dev.hefu.settlement.ledger.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What became of the close of one agreement's period. */
public sealed interface CloseOutcome {
  /**
   * The period is closed; a repeated close answers the same again.
   *
   * @param repeated whether it had been closed before
   * @param journalHash SHA-256 over the period's postings in canonical order, lower-case hex
   * @param statements one per party, in rank order
   * @param waiting events of this agreement that were not settled
   */
  record Closed(
      UUID agreement,
      String period,
      Instant closedAt,
      boolean repeated,
      String journalHash,
      long lines,
      long postings,
      List<Statement> statements,
      long waiting)
      implements CloseOutcome {}

  /** No agreement in force has this id. */
  record NotFound() implements CloseOutcome {}

  /** The period is not {@code YYYY-MM}, is not over yet, or an earlier one is still open. */
  record Refused(String reason) implements CloseOutcome {}

  /** Something was added since the close was prepared; nothing is written. Prepare it again. */
  record Outdated() implements CloseOutcome {}
}
