package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.BATCH;
import static dev.hefu.gateway.jooq.Tables.COUNTED;
import static dev.hefu.gateway.jooq.Tables.COUNTED_QUESTION;
import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;
import static dev.hefu.gateway.jooq.Tables.PARTICIPANT;
import static dev.hefu.gateway.jooq.Tables.WEBHOOK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.motion.Motions;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.rules.RulesInForce;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for a time is gone right after it, and not before. */
final class RetentionTest {
  private static final Duration SLACK = Duration.ofMinutes(1);

  /** Longer than a look takes. */
  private static final Duration BRIEF = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void answersGoBeforeTheirKeysAndKeysAfterADay() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      keep(log, "fresh", Retention.ANSWERS.minus(SLACK));
      keep(log, "expired", Retention.ANSWERS.plus(SLACK));
      keep(log, "old", Retention.KEYS.plus(SLACK));
      new Retention(log.database).forget();
      assertTrue(log.log.keptAnswer("market", "fresh").orElseThrow().envelope().isPresent());
      assertFalse(log.log.keptAnswer("market", "expired").orElseThrow().envelope().isPresent());
      assertTrue(log.log.keptAnswer("market", "old").isEmpty());
    }
  }

  /** Nodes forget once a minute; no answer is given again because they have not yet. */
  @Test
  void anAnswerIsGivenForItsTimeWhetherItWasForgottenOrNot() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      keep(log, "fresh", Retention.ANSWERS.minus(BRIEF));
      keep(log, "expired", Retention.ANSWERS);
      assertEquals(
          Optional.of("sealed"), log.log.keptAnswer("market", "fresh").orElseThrow().envelope());
      EvidenceLog.KeptAnswer expired = log.log.keptAnswer("market", "expired").orElseThrow();
      assertEquals(Optional.empty(), expired.envelope());
      assertEquals("digest", expired.requestDigest(), "the key stands for its request");
    }
  }

  @Test
  void batchesAreNamedForAnHour() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      for (Duration age :
          new Duration[] {Retention.BATCHES.minus(SLACK), Retention.BATCHES.plus(SLACK)}) {
        log.database
            .insertInto(BATCH)
            .values(UUID.randomUUID(), 0L, OffsetDateTime.now().minus(age))
            .execute();
      }
      new Retention(log.database).forget();
      assertEquals(1, log.database.fetchCount(BATCH));
    }
  }

  @Test
  void whoWasCountedIsKeptIfTheFigureWasTold() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      UUID told = counted(log, Retention.UNTOLD.plus(SLACK));
      UUID underWay = counted(log, Retention.UNTOLD.minus(SLACK));
      counted(log, Retention.UNTOLD.plus(SLACK));
      outcome(log, told, PastExchange.PERMITTED);
      outcome(log, counted(log, Retention.UNTOLD.plus(SLACK)), "not-permitted");
      new Retention(log.database).forget();
      Set<UUID> kept = Set.of(told, underWay);
      assertEquals(kept, Set.copyOf(log.database.selectFrom(COUNTED).fetch(COUNTED.EXCHANGE)));
      assertEquals(kept, questions(log));
    }
  }

  private static void outcome(TestLog log, UUID exchange, String outcome) {
    log.database
        .insertInto(DISCLOSURE)
        .set(DISCLOSURE.INDEX, (long) log.database.fetchCount(DISCLOSURE))
        .set(DISCLOSURE.EXCHANGE, exchange)
        .set(DISCLOSURE.KIND, LeafKind.EXCHANGE.code())
        .set(DISCLOSURE.AT, OffsetDateTime.now())
        .set(DISCLOSURE.OUTCOME, outcome)
        .execute();
  }

  private static Set<UUID> questions(TestLog log) {
    return Set.copyOf(log.database.selectFrom(COUNTED_QUESTION).fetch(COUNTED_QUESTION.EXCHANGE));
  }

  /** The person still reads that they were counted: only the question is of no use any more. */
  @Test
  void aQuestionIsComparedForAYear() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      UUID compared = counted(log, Retention.QUESTIONS.minus(SLACK));
      UUID past = counted(log, Retention.QUESTIONS.plus(SLACK));
      outcome(log, compared, PastExchange.PERMITTED);
      outcome(log, past, PastExchange.PERMITTED);
      new Retention(log.database).forget();
      assertEquals(Set.of(compared), questions(log));
      assertEquals(2, log.database.fetchCount(COUNTED));
    }
  }

  @Test
  void proposedRulesAreKeptADayLongerThanAnybodyCanApproveThem() throws Exception {
    assertEquals(Motions.LIFE.plusDays(1), Retention.DRAFTS);
    try (TestLog log = new TestLog(folder)) {
      draft(log, "open", Retention.DRAFTS.minus(SLACK));
      draft(log, "over", Retention.DRAFTS.plus(SLACK));
      draft(log, "again", Retention.DRAFTS.plus(SLACK));
      draft(log, "again", Duration.ZERO);
      new Retention(log.database).forget();
      for (String kept : List.of("open", "again")) {
        assertTrue(RulesInForce.draft(log.database, kept).isPresent(), kept);
      }
      assertTrue(RulesInForce.draft(log.database, "over").isEmpty());
    }
  }

  private static void draft(TestLog log, String revision, Duration age) {
    RulesInForce.keepDraft(
        log.database, Instant.now().minus(age), new RulesFile(new byte[] {1}, revision));
  }

  /** Counted from the day of its duty, where it tells one. */
  @Test
  void whatConsumersWereToldIsKeptForThreeYears() throws Exception {
    try (TestLog log = new TestLog(folder)) {
      log.database
          .insertInto(PARTICIPANT)
          .set(PARTICIPANT.ID, "market")
          .set(PARTICIPANT.NAME_EN, "market")
          .set(PARTICIPANT.NAME_ZH, "market")
          .set(PARTICIPANT.KIND, "PLATFORM")
          .set(PARTICIPANT.JWKS, new byte[0])
          .set(PARTICIPANT.REGISTERED_AT, OffsetDateTime.now())
          .execute();
      Duration young = Retention.WEBHOOKS.minus(SLACK);
      Duration old = Retention.WEBHOOKS.plus(SLACK);
      Set<UUID> kept = Set.of(webhook(log, young, null), webhook(log, old.plusDays(3_660), young));
      webhook(log, old, null);
      webhook(log, old.plusDays(3_660), old);
      webhook(log, old, old.plusDays(1));
      new Retention(log.database).forget();
      assertEquals(kept, Set.copyOf(log.database.selectFrom(WEBHOOK).fetch(WEBHOOK.ID)));
    }
  }

  /** A webhook of so long ago, whose duty was to be done so long ago. */
  private static UUID webhook(TestLog log, Duration age, @Nullable Duration duty) {
    UUID id = UUID.randomUUID();
    log.database
        .insertInto(WEBHOOK)
        .set(WEBHOOK.ID, id)
        .set(WEBHOOK.PARTICIPANT, "market")
        .set(WEBHOOK.CONSENT, UUID.randomUUID())
        .set(WEBHOOK.CONSENT_VERSION, 2)
        .set(WEBHOOK.SUBJECT, UUID.randomUUID())
        .set(WEBHOOK.TYPE, "consent.revoked")
        .set(
            WEBHOOK.BODY,
            duty == null
                ? "{\"data\":{\"duty\":{\"act\":\"ERASE\"}}}"
                : "{\"data\":{\"duty\":{\"by\":\"" + Instant.now().minus(duty) + "\"}}}")
        .set(WEBHOOK.MADE_AT, OffsetDateTime.now().minus(age))
        .execute();
    return id;
  }

  private static UUID counted(TestLog log, Duration age) {
    UUID exchange = UUID.randomUUID();
    log.database
        .insertInto(COUNTED)
        .set(COUNTED.SUBJECT, UUID.randomUUID())
        .set(COUNTED.EXCHANGE, exchange)
        .set(COUNTED.CONSENT, "reference")
        .set(COUNTED.AT, OffsetDateTime.now().minus(age))
        .execute();
    log.database
        .insertInto(COUNTED_QUESTION)
        .set(COUNTED_QUESTION.EXCHANGE, exchange)
        .set(COUNTED_QUESTION.CONSUMER, "market")
        .set(COUNTED_QUESTION.PROVIDER, "wallet")
        .set(COUNTED_QUESTION.DATASET, "payment-profile")
        .set(COUNTED_QUESTION.FIELDS, new String[] {"creditBand"})
        .set(COUNTED_QUESTION.PERSONS, 30)
        .set(COUNTED_QUESTION.AT, OffsetDateTime.now().minus(age))
        .execute();
    return exchange;
  }

  private static void keep(TestLog log, String key, Duration age) {
    log.database
        .insertInto(IDEMPOTENCY)
        .set(IDEMPOTENCY.CONSUMER, "market")
        .set(IDEMPOTENCY.KEY, key)
        .set(IDEMPOTENCY.REQUEST_DIGEST, "digest")
        .set(IDEMPOTENCY.EXCHANGE, UUID.randomUUID())
        .set(IDEMPOTENCY.INDEX, 0L)
        .set(IDEMPOTENCY.ENVELOPE, "sealed")
        .set(IDEMPOTENCY.AT, OffsetDateTime.now().minus(age))
        .execute();
  }
}
