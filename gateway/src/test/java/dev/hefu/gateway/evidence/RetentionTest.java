package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.BATCH;
import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for a time is gone right after it, and not before. */
final class RetentionTest {
  private static final Duration SLACK = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void answersGoBeforeTheirKeysAndKeysAfterADay() throws Exception {
    try (TestLog log = new TestLog(folder);
        Retention retention = Retention.start(log.database)) {
      keep(log, "fresh", Retention.ANSWERS.minus(SLACK));
      keep(log, "expired", Retention.ANSWERS.plus(SLACK));
      keep(log, "old", Retention.KEYS.plus(SLACK));
      retention.forget();
      assertTrue(log.log.keptAnswer("market", "fresh").orElseThrow().envelope().isPresent());
      assertFalse(log.log.keptAnswer("market", "expired").orElseThrow().envelope().isPresent());
      assertTrue(log.log.keptAnswer("market", "old").isEmpty());
    }
  }

  @Test
  void batchesAreNamedForAnHour() throws Exception {
    try (TestLog log = new TestLog(folder);
        Retention retention = Retention.start(log.database)) {
      for (Duration age :
          new Duration[] {Retention.BATCHES.minus(SLACK), Retention.BATCHES.plus(SLACK)}) {
        log.database
            .insertInto(BATCH)
            .values(UUID.randomUUID(), 0L, OffsetDateTime.now().minus(age))
            .execute();
      }
      retention.forget();
      assertEquals(1, log.database.fetchCount(BATCH));
    }
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
