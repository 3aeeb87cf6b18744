package dev.hefu.gateway.webhook;

import static dev.hefu.gateway.jooq.Tables.WEBHOOK;
import static dev.hefu.gateway.jooq.Tables.WEBHOOK_PLACE;

import dev.hefu.gateway.jooq.tables.records.WebhookRecord;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookBody;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Webhooks as they are kept. */
final class WebhookRows {
  private WebhookRows() {}

  /** A new one, of which the consent says the rest. */
  record Made(UUID id, Consent consent, WebhookBody body, String text, Instant firstAttemptAt) {}

  private static final String SUPERSEDE =
      """
      UPDATE gateway.webhook SET superseded = true, next_attempt_at = NULL
      WHERE consent = ANY (?::uuid[]) AND NOT superseded\
      """;

  private static final String INSERT =
      """
      INSERT INTO gateway.webhook (id, participant, consent, consent_version, subject, type, body,
        made_at, next_attempt_at, acknowledge_by)
      SELECT unnest(?::uuid[]), unnest(?::text[]), unnest(?::uuid[]), unnest(?::int[]),
        unnest(?::uuid[]), unnest(?::text[]), unnest(?::text[]), ?, unnest(?::timestamptz[]),
        unnest(?::timestamptz[])\
      """;

  /** What was said of these consents before is not delivered any more, nor missed. */
  static void supersede(DSLContext tx, Collection<UUID> consents) {
    RoundTrip.write(tx, SUPERSEDE, parameters -> parameters.uuids(consents, Function.identity()));
  }

  static void insert(DSLContext tx, Instant now, List<Made> made) {
    RoundTrip.write(
        tx,
        INSERT,
        parameters ->
            parameters
                .uuids(made, Made::id)
                .texts(made, each -> each.body().data().participant())
                .uuids(made, each -> each.consent().id())
                .ints(made, each -> each.consent().version())
                .uuids(made, each -> each.consent().subject())
                .texts(made, each -> each.body().type().code())
                .texts(made, Made::text)
                .add(now)
                .times(made, Made::firstAttemptAt)
                .times(made, each -> each.body().data().acknowledgeBy()));
  }

  /** The one of this id, if it is this participant's. */
  static Optional<KeptWebhook> find(DSLContext tx, String participant, UUID id) {
    return tx.selectFrom(WEBHOOK)
        .where(WEBHOOK.ID.eq(id), WEBHOOK.PARTICIPANT.eq(participant))
        .fetchOptional(WebhookRows::read);
  }

  /** Of each of these consents the last one. */
  static List<KeptWebhook> latest(DSLContext tx, Collection<UUID> consents) {
    return tx.selectFrom(WEBHOOK)
        .where(WEBHOOK.CONSENT.in(consents), WEBHOOK.SUPERSEDED.isFalse())
        .fetch(WebhookRows::read);
  }

  /**
   * The newest first, after the one with this id; an unknown one is the end.
   *
   * @param participant whose; null for all
   * @param state only those of it; null for all
   */
  static List<KeptWebhook> page(
      DSLContext tx,
      @Nullable String participant,
      Webhook.@Nullable State state,
      @Nullable UUID after,
      int limit) {
    return tx.selectFrom(WEBHOOK)
        .where(participant == null ? DSL.noCondition() : WEBHOOK.PARTICIPANT.eq(participant))
        .and(state == null ? DSL.noCondition() : isIn(state))
        .and(
            after == null
                ? DSL.noCondition()
                : DSL.row(WEBHOOK.MADE_AT, WEBHOOK.ID)
                    .lessThan(
                        tx.select(WEBHOOK.MADE_AT, WEBHOOK.ID)
                            .from(WEBHOOK)
                            .where(WEBHOOK.ID.eq(after))))
        .orderBy(WEBHOOK.MADE_AT.desc(), WEBHOOK.ID.desc())
        .limit(limit)
        .fetch(WebhookRows::read);
  }

  /** The same as {@link KeptWebhook#state} says. */
  private static Condition isIn(Webhook.State state) {
    if (state == Webhook.State.ACKNOWLEDGED) {
      return WEBHOOK.ACKNOWLEDGED_AT.isNotNull();
    }
    Condition silent = WEBHOOK.ACKNOWLEDGED_AT.isNull();
    if (state == Webhook.State.SUPERSEDED) {
      return silent.and(WEBHOOK.SUPERSEDED);
    }
    Condition last = silent.and(WEBHOOK.SUPERSEDED.isFalse());
    if (state == Webhook.State.OVERDUE) {
      return last.and(WEBHOOK.OVERDUE);
    }
    return last.and(WEBHOOK.OVERDUE.isFalse())
        .and(
            state == Webhook.State.WAITING
                ? WEBHOOK.DELIVERED_AT.isNull()
                : WEBHOOK.DELIVERED_AT.isNotNull());
  }

  /** Keeps an acknowledgement, once; false if there is one already. */
  static boolean acknowledge(DSLContext tx, Instant now, UUID id, String acknowledgement) {
    return tx.update(WEBHOOK)
            .set(WEBHOOK.ACKNOWLEDGED_AT, now.atOffset(ZoneOffset.UTC))
            .set(WEBHOOK.ACKNOWLEDGEMENT, acknowledgement)
            .setNull(WEBHOOK.NEXT_ATTEMPT_AT)
            .where(WEBHOOK.ID.eq(id), WEBHOOK.ACKNOWLEDGED_AT.isNull())
            .execute()
        > 0;
  }

  /** Whether an acknowledgement is missed of which it was not said yet. */
  static boolean anySilent(DSLContext tx) {
    return tx.fetchExists(WEBHOOK, isSilent(DSL.field("clock_timestamp()", OffsetDateTime.class)));
  }

  /** Marks those whose acknowledgement is missed, the longest awaited first. */
  static List<KeptWebhook> markSilent(DSLContext tx, Instant now, int limit) {
    return tx.update(WEBHOOK)
        .set(WEBHOOK.OVERDUE, true)
        .where(
            WEBHOOK.ID.in(
                tx.select(WEBHOOK.ID)
                    .from(WEBHOOK)
                    .where(isSilent(DSL.val(now.atOffset(ZoneOffset.UTC))))
                    .orderBy(WEBHOOK.ACKNOWLEDGE_BY, WEBHOOK.ID)
                    .limit(limit)))
        .returning()
        .fetch()
        .sortAsc(WEBHOOK.ID)
        .sortAsc(WEBHOOK.ACKNOWLEDGE_BY)
        .map(WebhookRows::read);
  }

  private static Condition isSilent(Field<OffsetDateTime> now) {
    return WEBHOOK
        .ACKNOWLEDGE_BY
        .le(now)
        .and(WEBHOOK.ACKNOWLEDGED_AT.isNull())
        .and(WEBHOOK.SUPERSEDED.isFalse())
        .and(WEBHOOK.OVERDUE.isFalse());
  }

  /** Sets or changes where a participant receives. */
  static void place(DSLContext tx, Instant now, String participant, String url) {
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    tx.insertInto(WEBHOOK_PLACE)
        .set(WEBHOOK_PLACE.PARTICIPANT, participant)
        .set(WEBHOOK_PLACE.URL, url)
        .set(WEBHOOK_PLACE.CHANGED_AT, at)
        .onConflict(WEBHOOK_PLACE.PARTICIPANT)
        .doUpdate()
        .set(WEBHOOK_PLACE.URL, url)
        .set(WEBHOOK_PLACE.CHANGED_AT, at)
        .execute();
  }

  private static KeptWebhook read(WebhookRecord row) {
    return new KeptWebhook(
        row.getId(),
        row.getParticipant(),
        row.getConsent(),
        row.getConsentVersion(),
        row.getSubject(),
        row.getBody(),
        row.getSuperseded(),
        row.getAttempts(),
        at(row.getDeliveredAt()),
        row.getFailure(),
        at(row.getAcknowledgeBy()),
        at(row.getAcknowledgedAt()),
        row.getAcknowledgement(),
        row.getOverdue());
  }

  private static @Nullable Instant at(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
