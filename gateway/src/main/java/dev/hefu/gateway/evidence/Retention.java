package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.BATCH;
import static dev.hefu.gateway.jooq.Tables.COUNTED;
import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;

import dev.hefu.gateway.deadline.Rounds;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is kept for a time only: sealed answers after {@link #ANSWERS}, idempotency keys
 * after {@link #KEYS}, the names of batches, and who was counted for a figure that was not told,
 * after {@link #BATCHES}. Leaves are never forgotten.
 */
public final class Retention {
  /** As long as a client may repeat a request and get the same answer. */
  static final Duration ANSWERS = Duration.ofMinutes(10);

  /** As long as a key stands for its request. */
  static final Duration KEYS = Duration.ofHours(24);

  /** Far longer than the fate of a commit can be unknown. */
  static final Duration BATCHES = Duration.ofHours(1);

  /** Looked at again until then, should a node have been down. */
  private static final Duration COUNTED_UNTIL = Duration.ofDays(1);

  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final DSLContext database;

  Retention(DSLContext database) {
    this.database = database;
  }

  /** Starts forgetting, once a minute. */
  public static Rounds start(DSLContext database) {
    return Rounds.start("evidence-retention", EVERY, new Retention(database)::tryForget);
  }

  private void tryForget() {
    try {
      forget();
    } catch (DataAccessException unreachable) {
      LOG.warn("nothing forgotten this time: {}", unreachable.getMessage());
    }
  }

  /** Forgets what is due by the database's clock. */
  void forget() {
    database
        .update(IDEMPOTENCY)
        .setNull(IDEMPOTENCY.ENVELOPE)
        .where(IDEMPOTENCY.ENVELOPE.isNotNull(), IDEMPOTENCY.AT.lt(before(ANSWERS)))
        .execute();
    database.deleteFrom(IDEMPOTENCY).where(IDEMPOTENCY.AT.lt(before(KEYS))).execute();
    // An exchange that told nothing, and that nobody tidied up after.
    database
        .deleteFrom(COUNTED)
        .where(COUNTED.AT.between(before(COUNTED_UNTIL), before(BATCHES)))
        .andNotExists(
            DSL.selectOne()
                .from(DISCLOSURE)
                .where(DISCLOSURE.EXCHANGE.eq(COUNTED.EXCHANGE))
                .and(DISCLOSURE.OUTCOME.eq(PastExchange.PERMITTED)))
        .execute();
    database.deleteFrom(BATCH).where(BATCH.AT.lt(before(BATCHES))).execute();
  }

  private static Field<OffsetDateTime> before(Duration age) {
    return DSL.field(
        "clock_timestamp() - {0} * interval '1 second'",
        OffsetDateTime.class, DSL.val(age.toSeconds()));
  }
}
