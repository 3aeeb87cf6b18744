package dev.hefu.schemas.revenue;

import dev.hefu.schemas.message.Evidence;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A period that has ended.
 *
 * @param digest SHA-256 over the journal, base64url; the same facts give the same again
 * @param evidence its leaf; null when read
 */
public record PeriodClose(
    String agreement,
    YearMonth period,
    List<StatementSummary> statements,
    String digest,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public PeriodClose {
    statements = List.copyOf(statements);
  }
}
