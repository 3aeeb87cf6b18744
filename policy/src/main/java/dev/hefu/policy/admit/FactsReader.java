package dev.hefu.policy.admit;

import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * Reads what a batch rests on, one statement for each table. It must be called after the lock of
 * the log's head row was taken, in a later statement than the one that took it: only then no fact
 * that it returns can change before the commit.
 */
public final class FactsReader {
  private FactsReader() {}

  /**
   * The facts of the claims and the database's clock.
   *
   * @param participants every participant that a claim names, read under the same lock
   * @param idempotency the keys of the batch that stand for a permitted exchange, read under the
   *     same lock
   */
  public static Facts read(
      DSLContext tx,
      List<Claim> claims,
      Map<String, ParticipantFact> participants,
      Map<IdempotencyKey, Earlier> idempotency) {
    throw new UnsupportedOperationException();
  }
}
