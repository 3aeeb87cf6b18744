package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.BATCH;
import static dev.hefu.gateway.jooq.Tables.COUNTED;
import static dev.hefu.gateway.jooq.Tables.COUNTED_QUESTION;
import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;
import static dev.hefu.gateway.jooq.Tables.WEBHOOK;

import dev.hefu.gateway.deadline.Rounds;
import dev.hefu.policy.rules.RulesInForce;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is kept for a time only, each for the time that its constant names. Leaves are never
 * forgotten. What is kept how long stands in docs/OPERATIONS.md too.
 */
public final class Retention {
  /** As long as a client may repeat a request and get the same answer. */
  static final Duration ANSWERS = Duration.ofMinutes(10);

  /** As long as a key stands for its request. */
  static final Duration KEYS = Duration.ofHours(24);

  /** Far longer than the fate of a commit can be unknown. */
  static final Duration BATCHES = Duration.ofHours(1);

  /** Longer than any exchange takes: a figure without its leaf has told nothing by then. */
  static final Duration UNTOLD = Duration.ofHours(1);

  /** Looked at again until then, should a node have been down. */
  private static final Duration UNTOLD_UNTIL = Duration.ofDays(1);

  /**
   * How long a figure that was told is held against others. As long as a consent holds at most: who
   * is counted by then has consented anew.
   */
  public static final Duration QUESTIONS = Duration.ofDays(366);

  /** A day more than a motion is open at most: nobody can approve or try what was proposed then. */
  static final Duration DRAFTS = Duration.ofDays(31);

  /**
   * Three years of 366 days from the day on which the duty that a webhook tells is to be done. So
   * long a record of processing is to be kept (PIPL Art. 56) and may a person claim (Civil Code
   * Art. 188) that the consumer was not told or did not do it.
   */
  static final Duration WEBHOOKS = Duration.ofDays(3 * 366);

  /** When the duty that a webhook tells is to be done; its making where it tells no day. */
  private static final Field<OffsetDateTime> DUTY_BY =
      DSL.field(
          "coalesce(({0}::json #>> '{data,duty,by}')::timestamptz, {1})",
          OffsetDateTime.class, WEBHOOK.BODY, WEBHOOK.MADE_AT);

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
    forgetUntold(COUNTED, COUNTED.EXCHANGE, COUNTED.AT);
    forgetUntold(COUNTED_QUESTION, COUNTED_QUESTION.EXCHANGE, COUNTED_QUESTION.AT);
    database
        .deleteFrom(COUNTED_QUESTION)
        .where(COUNTED_QUESTION.AT.lt(before(QUESTIONS)))
        .execute();
    RulesInForce.forgetDrafts(database, DRAFTS);
    database
        .deleteFrom(WEBHOOK)
        .where(WEBHOOK.MADE_AT.lt(before(WEBHOOKS)))
        .andNot(DUTY_BY.ge(before(WEBHOOKS)))
        .execute();
    database.deleteFrom(BATCH).where(BATCH.AT.lt(before(BATCHES))).execute();
  }

  /** Of figures that told nothing, and that nobody tidied up after. */
  private void forgetUntold(Table<?> rows, Field<UUID> exchange, Field<OffsetDateTime> at) {
    database
        .deleteFrom(rows)
        .where(at.between(before(UNTOLD_UNTIL), before(UNTOLD)))
        .andNotExists(
            DSL.selectOne()
                .from(DISCLOSURE)
                .where(DISCLOSURE.EXCHANGE.eq(exchange))
                .and(DISCLOSURE.OUTCOME.eq(PastExchange.PERMITTED)))
        .execute();
  }

  private static Field<OffsetDateTime> before(Duration age) {
    return DSL.field(
        "clock_timestamp() - {0} * interval '1 second'",
        OffsetDateTime.class, DSL.val(age.toSeconds()));
  }
}
