package dev.hefu.gateway.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.InclusionProof;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.StoredTree;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The group commit: dense indexes, proofs that hold, and one failure that stays alone. */
@Isolated("it measures time")
final class CommitterTest {
  private static final UUID SUBJECT = UUID.randomUUID();
  private static final String WAITING =
      "SELECT FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  @TempDir private Path folder;
  private TestLog log;
  private Instant waitOver = Instant.MAX;

  @BeforeEach
  void open() throws Exception {
    log = new TestLog(folder);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void everyLeafOfManyCallersIsProvenAndDense() throws Exception {
    List<Evidence> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Committed<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        waiting.add(
            callers.submit(
                () -> log.committer.change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted"))));
      }
      for (Future<Committed<String>> one : waiting) {
        all.addAll(one.get().evidence());
      }
    }
    Set<Long> indexes = new HashSet<>();
    for (Evidence evidence : all) {
      indexes.add(evidence.index());
      LogProof proof = LogProof.parse(evidence.proof()).orElseThrow();
      assertTrue(
          proof.verified(Hash.ofLeaf(evidence.leaf()), log.signer.verifier()).isPresent(),
          "leaf " + evidence.index());
    }
    assertEquals(700, indexes.size());
    assertTrue(indexes.contains(0L) && indexes.contains(699L));
    storedTilesLeadToTheCheckpoint(all);
  }

  @Test
  void theClockIsReadWhenTheWaitForTheLockIsOver() throws Exception {
    Instant read =
        afterAWait(
            () -> {
              try (Connection connection = log.source.getConnection()) {
                connection.setAutoCommit(false);
                RoundTrip trip = new RoundTrip();
                Supplier<LogRows.Head> head = LogRows.lockHead(trip);
                trip.send(connection);
                connection.rollback();
                return head.get().now();
              }
            });
    assertFalse(read.isBefore(waitOver), read + " is before " + waitOver);
  }

  @Test
  void controlAClockBesideTheLockIsReadBeforeTheWait() throws Exception {
    Instant read =
        afterAWait(
            () ->
                Objects.requireNonNull(
                        log.database.fetchOne(
                            "SELECT clock_timestamp() FROM gateway.log_head FOR UPDATE"))
                    .get(0, OffsetDateTime.class)
                    .toInstant());
    assertTrue(read.isBefore(waitOver), read + " is not before " + waitOver);
  }

  /** Has the task wait for the head row, for a while, and keeps when that is set free. */
  private Instant afterAWait(Callable<Instant> task) throws Exception {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
        Connection holder = log.source.getConnection()) {
      holder.setAutoCommit(false);
      RoundTrip lock = new RoundTrip();
      LogRows.lockHead(lock);
      lock.send(holder);
      Future<Instant> waiting = other.submit(task);
      while (log.database.fetch(WAITING).isEmpty()) {
        Thread.onSpinWait();
      }
      RoundTrip clock = new RoundTrip();
      Supplier<Instant> now =
          clock.query(
              "SELECT clock_timestamp() FROM pg_sleep(0.2)",
              parameters -> {},
              rows -> {
                rows.next();
                return rows.getObject(1, OffsetDateTime.class).toInstant();
              });
      clock.send(holder);
      waitOver = now.get();
      holder.rollback();
      return waiting.get();
    }
  }

  private void storedTilesLeadToTheCheckpoint(List<Evidence> all) {
    Checkpoint checkpoint =
        Checkpoint.verified(log.log.checkpoint(), log.signer.verifier()).orElseThrow();
    StoredTree tree = new StoredTree(checkpoint.size(), tile -> log.log.tile(tile).orElseThrow());
    assertEquals(checkpoint.root(), tree.root());
    for (Evidence evidence : all.subList(0, 20)) {
      InclusionProof proof = tree.inclusion(evidence.index());
      assertTrue(proof.verify(Hash.ofLeaf(evidence.leaf()), checkpoint.root()));
    }
  }

  @Test
  void aChangeThatRestrictsIsToldOnlyWhenNoOlderAnswerCanLeave() throws Exception {
    // The first commits open connections; they alone could take as long.
    for (int i = 0; i < 10; i++) {
      log.committer.change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted"));
    }
    Instant told = afterAWait(this::revoke);
    Duration after = Duration.between(waitOver, told);
    assertTrue(after.compareTo(Fence.SHOWN_AFTER) >= 0, "told " + after + " after the lock");
  }

  /** Makes a change that restricts, and gives the database's time at which it was acknowledged. */
  private Instant revoke() {
    log.committer.change(
        (tx, now) ->
            new Changed<>("revoked", TestLog.leaf(now, SUBJECT, "revoked").leaves(), true));
    return Objects.requireNonNull(log.database.fetchOne("SELECT clock_timestamp()"))
        .get(0, OffsetDateTime.class)
        .toInstant();
  }

  @Test
  void aRefusalLeavesNoLeaf() {
    Committed<String> committed =
        log.committer.change((tx, now) -> Changed.nothing("not yours to change"));
    assertEquals("not yours to change", committed.result());
    assertTrue(committed.evidence().isEmpty());
    assertEquals(
        0, Checkpoint.verified(log.log.checkpoint(), log.signer.verifier()).orElseThrow().size());
  }

  @Test
  void theLastNanosecondOfAMillisecondIsTheSameInLeafAndRow() {
    Instant last = Instant.parse("2026-06-01T10:07:12.123999999Z");
    log.committer.change((tx, now) -> TestLog.leaf(last, SUBJECT, "granted"));
    Instant whole = Instant.parse("2026-06-01T10:07:12.123Z");
    assertEquals(
        whole.atOffset(ZoneOffset.UTC),
        log.database.fetchValue("SELECT at FROM gateway.disclosure"));
    byte[] leaf = log.log.entry(0).orElseThrow();
    assertTrue(new String(leaf, US_ASCII).contains("\"ts\":\"" + whole + '"'));
  }

  static Stream<Arguments> failures() {
    Change<String> refused =
        (tx, now) -> {
          tx.execute("SELECT 1 / 0");
          return TestLog.leaf(now, UUID.randomUUID(), "never");
        };
    Change<String> broken =
        (tx, now) -> {
          LogRows.noteRestriction(tx, now);
          throw new UnsupportedOperationException("a bug");
        };
    Change<String> late =
        (tx, now) -> {
          RoundTrip.write(tx, "UPDATE gateway.log_head SET size = 1 / 0", parameters -> {});
          return TestLog.leaf(now, UUID.randomUUID(), "never");
        };
    return Stream.of(
        Arguments.of(DataAccessException.class, refused),
        Arguments.of(DataAccessException.class, late),
        Arguments.of(UnsupportedOperationException.class, broken));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aChangeThatFailsFailsAlone(Class<? extends Exception> why, Change<String> failing)
      throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Committed<String>>> good = new ArrayList<>();
      List<Future<Committed<String>>> bad = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        good.add(
            callers.submit(
                () -> log.committer.change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted"))));
        bad.add(callers.submit(() -> log.committer.change(failing)));
      }
      for (Future<Committed<String>> one : good) {
        assertEquals("granted", one.get().result());
      }
      for (Future<Committed<String>> one : bad) {
        assertInstanceOf(why, assertThrows(ExecutionException.class, one::get).getCause());
      }
    }
    assertEquals(
        40, Checkpoint.verified(log.log.checkpoint(), log.signer.verifier()).orElseThrow().size());
    assertTrue(
        log.database
            .fetch("SELECT FROM gateway.log_head WHERE restricted_at > '2001-01-01'")
            .isEmpty(),
        "what a failed change wrote is gone");
  }

  /** Each counts what those before it wrote, whether it went to the database at once or later. */
  @Test
  void changesOfOneBatchSeeOneAnother() throws Exception {
    Change<Integer> counting =
        (tx, now) -> {
          int before = tx.fetchCount(tx.selectFrom("gateway.idempotency"));
          RoundTrip.write(
              tx,
              """
              INSERT INTO gateway.idempotency (consumer, key, request_digest, exchange, index, at)
              VALUES ('counting', ?, '', ?, 0, ?)\
              """,
              parameters ->
                  parameters.add(Integer.toString(before)).add(UUID.randomUUID()).add(now));
          return new Changed<>(before, TestLog.leaf(now, SUBJECT, "counted").leaves());
        };
    Set<Integer> counts = new HashSet<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Committed<Integer>>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        all.add(callers.submit(() -> log.committer.change(counting)));
      }
      for (Future<Committed<Integer>> one : all) {
        counts.add(one.get().result());
      }
    }
    assertEquals(60, counts.size());
    assertEquals(
        60, log.database.fetchCount(log.database.selectFrom("gateway.idempotency")), "all kept");
  }

  @Test
  void leavesCannotBeRewrittenByTheGatewaysOwnRole() {
    log.committer.change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted"));
    for (String rewrite :
        List.of(
            "UPDATE gateway.leaf SET bytes = '{}'",
            "DELETE FROM gateway.leaf",
            "TRUNCATE gateway.leaf",
            "UPDATE gateway.tile_root SET hash = hash")) {
      assertTrue(
          String.valueOf(
                  assertThrows(DataAccessException.class, () -> log.database.execute(rewrite))
                      .getMessage())
              .contains("append-only"),
          rewrite);
    }
  }

  @Test
  void anotherOriginsLogIsNotContinued() {
    assertThrows(
        IllegalStateException.class,
        () -> EvidenceLog.open(log.database, NoteSigner.of("hefu.other/log", Secret.random())));
  }

  @Test
  void whoComesAfterTheEndIsToldSo() {
    log.committer.close();
    assertThrows(
        EvidenceUnavailable.class,
        () -> log.committer.change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted")));
  }
}
