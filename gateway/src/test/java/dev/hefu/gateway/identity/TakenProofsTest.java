package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.gateway.identity.TakenProofs.Verdict;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two nodes on one database: what one has taken, the other refuses. */
@Isolated("it waits for locks")
final class TakenProofsTest {
  private final TestClock clock = new TestClock();
  private DataSource source;
  private DSLContext database;
  private TakenProofs one;
  private TakenProofs other;

  @BeforeEach
  void start() {
    source = SharedPostgres.freshDatabase();
    database = DSL.using(source, SQLDialect.POSTGRES);
    one = TakenProofs.start(source, clock);
    other = TakenProofs.start(source, clock);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  private Proof use(String id) {
    byte[] digest = Providers.sha256(id.getBytes(StandardCharsets.UTF_8));
    return new Proof(ByteBuffer.wrap(digest), clock.instant().getEpochSecond());
  }

  @Test
  void aProofIsTakenOnceInTheNetwork() {
    assertEquals(Verdict.FIRST, one.take(use("a")));
    assertEquals(Verdict.REPLAYED, other.take(use("a")));
    assertEquals(Verdict.REPLAYED, one.take(use("a")));
    assertEquals(Verdict.FIRST, other.take(use("b")));
  }

  @Test
  void controlNodesThatShareNothingBothTakeIt() {
    try (TakenProofs stranger = TakenProofs.start(SharedPostgres.freshDatabase(), clock)) {
      assertEquals(Verdict.FIRST, one.take(use("a")));
      assertEquals(Verdict.FIRST, stranger.take(use("a")));
    }
  }

  @Test
  void ofManyAtOnceOnlyOneIsTaken() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> verdicts =
          IntStream.range(0, 600)
              .mapToObj(i -> callers.submit(() -> (i % 2 == 0 ? one : other).take(use("same"))))
              .toList();
      int first = 0;
      for (Future<Verdict> verdict : verdicts) {
        first += verdict.get() == Verdict.FIRST ? 1 : 0;
      }
      assertEquals(1, first);
    }
  }

  @Test
  void afterACrashNothingFromBeforeItIsTaken() {
    Proof before = use("before");
    assertEquals(Verdict.FIRST, one.take(before));
    clock.advance(Duration.ofSeconds(5));
    // What the database does to unlogged tables when it recovers.
    database.execute("TRUNCATE gateway.proof, gateway.proof_epoch");
    assertEquals(Verdict.FORGOTTEN, other.take(before));
    assertEquals(Verdict.FORGOTTEN, one.take(use("of the same second")));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Verdict.FIRST, one.take(use("after")));
  }

  @Test
  void aMinuteIsForgottenWhenNoneOfItCanBeTakenAgain() {
    for (int minute = 0; minute < 12; minute++) {
      one.take(use("in minute " + minute));
      clock.advance(Duration.ofMinutes(1));
    }
    one.take(use("last"));
    one.take(use("the one after which the emptying is done"));
    // Of this minute and the two before it, and one that the last emptying may not have reached.
    assertTrue(database.fetchCount(DSL.table("gateway.proof")) <= 5);
    clock.advance(Duration.ofMinutes(-1));
    assertEquals(Verdict.REPLAYED, other.take(use("in minute 11")));
  }

  /** Takes proofs in a transaction. */
  private interface Taking {
    void take(Connection connection, List<Proof> proofs) throws SQLException;
  }

  @Test
  void nodesThatAreShownTheSameProofsInOppositeOrderDoNotStandInEachOthersWay() throws Exception {
    assertEquals(
        List.of(),
        inOppositeOrder(
            (connection, proofs) -> {
              RoundTrip trip = new RoundTrip();
              ProofRows.take(trip, proofs, clock.instant());
              trip.send(connection);
            }));
  }

  @Test
  void controlInTheOrderInWhichTheyCameTheyWaitForEachOther() throws Exception {
    assertEquals(
        List.of(DEADLOCK),
        inOppositeOrder(
            (connection, proofs) -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO gateway.proof (slot, digest) SELECT 0, unnest(?::bytea[])"
                          + " ON CONFLICT DO NOTHING")) {
                byte[][] digests =
                    proofs.stream().map(proof -> proof.digest().array()).toArray(byte[][]::new);
                insert.setArray(1, connection.createArrayOf("bytea", digests));
                insert.execute();
              }
            }));
  }

  private static final String DEADLOCK = "40P01";
  private static final String WAITING =
      "SELECT FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  /** Both wait for the one in the middle, which a third sets free; gives how they failed. */
  private List<String> inOppositeOrder(Taking taking) throws Exception {
    List<Proof> ordered =
        Stream.of("a", "b", "c")
            .map(this::use)
            .sorted(Comparator.comparing(Proof::digest))
            .toList();
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor();
        Connection middle = source.getConnection()) {
      middle.setAutoCommit(false);
      taking.take(middle, List.of(ordered.get(1)));
      List<Future<Void>> both =
          Stream.of(ordered, ordered.reversed())
              .map(proofs -> nodes.submit(() -> taken(taking, proofs)))
              .toList();
      while (database.fetch(WAITING).size() < 2) {
        Thread.onSpinWait();
      }
      middle.rollback();
      List<String> failures = new ArrayList<>();
      for (Future<Void> one : both) {
        try {
          one.get();
        } catch (ExecutionException failed) {
          Throwable cause = Objects.requireNonNull(failed.getCause());
          failures.add(((SQLException) cause).getSQLState());
        }
      }
      return failures;
    }
  }

  private Void taken(Taking taking, List<Proof> proofs) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      taking.take(connection, proofs);
      connection.commit();
      return null;
    }
  }
}
