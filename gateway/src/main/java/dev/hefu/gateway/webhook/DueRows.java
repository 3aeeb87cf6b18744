package dev.hefu.gateway.webhook;

import static dev.hefu.gateway.jooq.Tables.WEBHOOK;

import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Which webhooks are due, by the database's clock alone, so that those of the nodes do not matter.
 *
 * <p>Who delivers one takes it for a while ({@link #LEASE}) and commits that before it sends, so
 * that no other node sends it too, and one whose node died is due again by itself. That commit
 * waits for the disk, and with it for all that was committed before: nothing is told that a crash
 * could take back.
 */
final class DueRows {
  /** Well more than an attempt may take with all that is written about it. */
  static final Duration LEASE = Duration.ofSeconds(60);

  // Participant by participant, so that the backlog of one that hangs is not read each time, and
  // does not stand in the way of the others.
  private static final String TAKE =
      """
      UPDATE gateway.webhook AS taken
      SET attempts = taken.attempts + 1,
        next_attempt_at = clock_timestamp() + {0} * interval '1 second'
      FROM (
        SELECT due.id, place.url
        FROM gateway.webhook_place AS place
        CROSS JOIN LATERAL (
          SELECT id FROM gateway.webhook
          WHERE participant = place.participant AND next_attempt_at <= clock_timestamp()
          ORDER BY next_attempt_at LIMIT {1}
          FOR UPDATE SKIP LOCKED) AS due
        WHERE place.participant <> ALL ({2})
        LIMIT {3}) AS due
      WHERE taken.id = due.id
      RETURNING taken.id, taken.participant, due.url, taken.body, taken.attempts
      """;

  private DueRows() {}

  /**
   * Takes what is due.
   *
   * @param busy participants to leave out
   * @param each of one participant at most
   * @param all at most
   */
  static List<DueWebhook> take(DSLContext database, Collection<String> busy, int each, int all) {
    return database
        .resultQuery(
            TAKE,
            DSL.val(LEASE.toSeconds()),
            DSL.val(each),
            DSL.val(busy.toArray(String[]::new)),
            DSL.val(all))
        .fetch(
            row ->
                new DueWebhook(
                    row.get(0, UUID.class),
                    row.get(1, String.class),
                    URI.create(row.get(2, String.class)),
                    row.get(3, String.class),
                    row.get(4, Integer.class)));
  }

  /** Its receiver took it. */
  static void delivered(DSLContext database, DueWebhook due) {
    database
        .update(WEBHOOK)
        .set(WEBHOOK.DELIVERED_AT, DSL.field("clock_timestamp()", OffsetDateTime.class))
        .setNull(WEBHOOK.FAILURE)
        .setNull(WEBHOOK.NEXT_ATTEMPT_AT)
        .where(WEBHOOK.ID.eq(due.id()), WEBHOOK.DELIVERED_AT.isNull())
        .execute();
  }

  /**
   * It was not taken. If it was acknowledged or superseded meanwhile, or is another node's by now,
   * nothing follows from it.
   *
   * @param pause before the next attempt; empty if there is none
   */
  static void failed(DSLContext database, DueWebhook due, String why, Optional<Duration> pause) {
    database
        .update(WEBHOOK)
        .set(WEBHOOK.FAILURE, why)
        .set(
            WEBHOOK.NEXT_ATTEMPT_AT,
            pause.map(DueRows::in).orElse(DSL.inline((OffsetDateTime) null)))
        .where(WEBHOOK.ID.eq(due.id()), WEBHOOK.ATTEMPTS.eq(due.attempt()))
        .and(WEBHOOK.NEXT_ATTEMPT_AT.isNotNull())
        .execute();
  }

  /**
   * What this participant did not take so far is due now. A row that somebody else holds at this
   * moment is passed over: to wait for several could be a circle, in which a revocation might be
   * the one that is ended.
   */
  static void again(DSLContext database, String participant) {
    database
        .update(WEBHOOK)
        .set(WEBHOOK.NEXT_ATTEMPT_AT, in(Duration.ZERO))
        .set(WEBHOOK.ATTEMPTS, 0)
        .where(
            WEBHOOK.ID.in(
                DSL.select(WEBHOOK.ID)
                    .from(WEBHOOK)
                    .where(WEBHOOK.PARTICIPANT.eq(participant))
                    .and(WEBHOOK.ATTEMPTS.gt(0))
                    .and(WEBHOOK.DELIVERED_AT.isNull())
                    .and(WEBHOOK.ACKNOWLEDGED_AT.isNull())
                    .and(WEBHOOK.SUPERSEDED.isFalse())
                    .forUpdate()
                    .skipLocked()))
        .execute();
  }

  private static Field<OffsetDateTime> in(Duration time) {
    return DSL.field(
        "clock_timestamp() + {0} * interval '1 millisecond'",
        OffsetDateTime.class, DSL.val(time.toMillis()));
  }
}
