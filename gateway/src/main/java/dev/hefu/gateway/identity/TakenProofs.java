package dev.hefu.gateway.identity;

import dev.hefu.gateway.deadline.Deadline;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the proofs of possession of all calls but those that a commit takes, so that one which was
 * shown to a node is of no use at another (RFC 9449, 11.1). Whoever waits when a write ends is in
 * the next one.
 *
 * <p>A crash of the database empties {@link ProofRows}: proofs from before the recovery are then
 * refused, for nobody knows any more which of them were taken.
 */
public final class TakenProofs implements AutoCloseable {
  static final int MAX_BATCH = 512;

  /** As many as may wait for the log: beyond it the database is not keeping up. */
  static final int MAX_WAITING = 4_096;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** How long nobody may call before old proofs are emptied all the same. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(TakenProofs.class);

  private final DataSource database;
  private final InstantSource clock;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private long emptiedMinute;
  private volatile boolean closed;

  /** What came of taking a proof. */
  enum Verdict {
    FIRST,
    REPLAYED,
    /** Issued before the database recovered from a crash: it may have been taken. */
    FORGOTTEN
  }

  private record Waiting(Proof proof, CompletableFuture<Verdict> verdict) {}

  private TakenProofs(DataSource database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("taken-proofs").daemon().start(this::run);
  }

  /**
   * Starts taking proofs. A network that has taken none begins with this second.
   *
   * @param clock of this node, the one that proofs are judged by
   * @throws DataAccessException if the database cannot be written
   */
  public static TakenProofs start(DataSource database, InstantSource clock) {
    try (Connection connection = database.getConnection();
        PreparedStatement first =
            connection.prepareStatement(
                "INSERT INTO gateway.proof_epoch (since) VALUES (?) ON CONFLICT DO NOTHING")) {
      first.setLong(1, clock.instant().getEpochSecond() - 1);
      first.executeUpdate();
    } catch (SQLException unreachable) {
      throw new DataAccessException("the proofs taken cannot be written", unreachable);
    }
    return new TakenProofs(database, clock);
  }

  /**
   * Takes a proof, unless some node has taken it before.
   *
   * @throws DataAccessException if that cannot be found out now
   */
  Verdict take(Proof proof) {
    Waiting waiting = new Waiting(proof, new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      throw new DataAccessException(MAX_WAITING + " proofs wait already, or the node stops");
    }
    try {
      return Deadline.await(waiting.verdict(), MAX_WAIT);
    } catch (ExecutionException | TimeoutException failed) {
      throw new DataAccessException("the proof could not be compared with those taken", failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new DataAccessException("interrupted while a proof was compared", stopping);
    }
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed) {
      batch.clear();
      try {
        Waiting first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
        }
      } catch (InterruptedException closing) {
        return;
      }
      queue.drainTo(batch, MAX_BATCH - batch.size());
      try (Connection connection = database.getConnection()) {
        takeAll(connection, batch);
        emptyOld(connection);
      } catch (SQLException unreachable) {
        LOG.warn("{} proofs not compared: {}", batch.size(), unreachable.getMessage());
        fail(batch, unreachable);
      }
    }
  }

  private static void fail(List<Waiting> batch, Exception why) {
    batch.forEach(one -> one.verdict().completeExceptionally(why));
  }

  private void takeAll(Connection connection, List<Waiting> batch) throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    RoundTrip trip = new RoundTrip();
    Supplier<ProofFacts> taking =
        ProofRows.take(trip, batch.stream().map(Waiting::proof).toList(), clock.instant());
    trip.send(connection);
    ProofFacts facts = taking.get();
    Set<ByteBuffer> taken = new HashSet<>(facts.taken());
    for (Waiting one : batch) {
      one.verdict().complete(verdict(one.proof(), facts.forgottenUntil(), taken));
    }
  }

  /** Of two in one batch that are equal, only the first is not found among those taken. */
  private static Verdict verdict(Proof proof, long forgottenUntil, Set<ByteBuffer> taken) {
    if (proof.issuedAt() <= forgottenUntil) {
      return Verdict.FORGOTTEN;
    }
    return taken.add(proof.digest()) ? Verdict.FIRST : Verdict.REPLAYED;
  }

  private void emptyOld(Connection connection) throws SQLException {
    long minute = ProofRows.minute(clock.instant().getEpochSecond());
    if (minute != emptiedMinute) {
      ProofRows.emptyOld(connection, minute);
      emptiedMinute = minute;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    List<Waiting> left = new ArrayList<>();
    queue.drainTo(left);
    fail(left, new IllegalStateException("the node stops"));
  }
}
