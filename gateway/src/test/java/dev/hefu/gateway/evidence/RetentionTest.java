package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.BATCH;
import static dev.hefu.gateway.jooq.Tables.COUNTED;
import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for a time is gone right after it, and not before. */
final class RetentionTest {
  private static final Duration SLACK = Duration.ofMinutes(1);

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
      UUID told = counted(log, Retention.BATCHES.plus(SLACK));
      UUID underWay = counted(log, Retention.BATCHES.minus(SLACK));
      counted(log, Retention.BATCHES.plus(SLACK));
      log.database
          .insertInto(DISCLOSURE)
          .set(DISCLOSURE.INDEX, 7L)
          .set(DISCLOSURE.EXCHANGE, told)
          .set(DISCLOSURE.KIND, LeafKind.EXCHANGE.code())
          .set(DISCLOSURE.AT, OffsetDateTime.now())
          .set(DISCLOSURE.OUTCOME, PastExchange.PERMITTED)
          .execute();
      new Retention(log.database).forget();
      assertEquals(
          Set.of(told, underWay),
          Set.copyOf(log.database.selectFrom(COUNTED).fetch(COUNTED.EXCHANGE)));
    }
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
