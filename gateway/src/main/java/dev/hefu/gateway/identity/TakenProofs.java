package dev.hefu.gateway.identity;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proofs that the nodes of one network have taken, so that one which was shown to a node is of
 * no use at another (RFC 9449, 11.1). Whoever waits when a write ends is in the next one.
 *
 * <p>They are kept in unlogged tables, which a crash of the database empties: proofs from before
 * the recovery are then refused, for nobody knows any more which of them were taken.
 */
public final class TakenProofs implements AutoCloseable {
  static final int MAX_BATCH = 512;

  /** As many as may wait for the log: beyond it the database is not keeping up. */
  static final int MAX_WAITING = 4_096;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** One slot holds the proofs of a minute; a proof lives one, so that half of them are empty. */
  private static final int SLOTS = 6;

  private static final long SLOT_SECONDS = 60;

  /**
   * The minutes whose slots are emptied: none of their proofs can be taken by any node whose clock
   * is less than a minute slow. Two, so that a minute without calls is made up for.
   */
  private static final int[] EMPTIED = {3, 4};

  private static final String TAKE =
      """
      INSERT INTO gateway.proof_epoch (since) VALUES (?) ON CONFLICT DO NOTHING;
      SELECT since FROM gateway.proof_epoch;
      INSERT INTO gateway.proof (slot, digest)
      SELECT * FROM unnest(?::smallint[], ?::bytea[]) ON CONFLICT DO NOTHING RETURNING digest
      """;

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

  /**
   * A proof that this node would take.
   *
   * @param digest 32 bytes that stand for its key and its id
   * @param issuedAt its {@code iat}, in seconds
   */
  record Use(ByteBuffer digest, long issuedAt) {}

  private record Waiting(Use use, CompletableFuture<Verdict> verdict) {}

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
  Verdict take(Use use) {
    Waiting waiting = new Waiting(use, new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      throw new DataAccessException(MAX_WAITING + " proofs wait already, or the node stops");
    }
    try {
      return waiting.verdict().get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
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
        batch.add(queue.take());
      } catch (InterruptedException closing) {
        return;
      }
      queue.drainTo(batch, MAX_BATCH - 1);
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
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setLong(1, clock.instant().getEpochSecond());
      take.setArray(2, connection.createArrayOf("smallint", slots(batch)));
      take.setArray(3, connection.createArrayOf("bytea", digests(batch)));
      take.execute();
      take.getMoreResults();
      long since;
      try (ResultSet row = take.getResultSet()) {
        row.next();
        since = row.getLong(1);
      }
      take.getMoreResults();
      Set<ByteBuffer> added = new HashSet<>();
      try (ResultSet row = take.getResultSet()) {
        while (row.next()) {
          added.add(ByteBuffer.wrap(row.getBytes(1)));
        }
      }
      for (Waiting one : batch) {
        one.verdict().complete(verdict(one.use(), since, added));
      }
    }
  }

  /** Of two in one batch that are equal, only the first finds its digest among the added. */
  private static Verdict verdict(Use use, long since, Set<ByteBuffer> added) {
    if (use.issuedAt() <= since) {
      return Verdict.FORGOTTEN;
    }
    return added.remove(use.digest()) ? Verdict.FIRST : Verdict.REPLAYED;
  }

  private static Short[] slots(List<Waiting> batch) {
    return batch.stream()
        .map(one -> (short) Math.floorMod(minute(one.use().issuedAt()), SLOTS))
        .toArray(Short[]::new);
  }

  private static byte[][] digests(List<Waiting> batch) {
    return batch.stream().map(one -> one.use().digest().array()).toArray(byte[][]::new);
  }

  private static long minute(long seconds) {
    return Math.floorDiv(seconds, SLOT_SECONDS);
  }

  private void emptyOld(Connection connection) throws SQLException {
    long minute = minute(clock.instant().getEpochSecond());
    if (minute != emptiedMinute) {
      try (Statement empty = connection.createStatement()) {
        for (int ago : EMPTIED) {
          empty.execute("TRUNCATE gateway.proof_" + Math.floorMod(minute - ago, SLOTS));
        }
      }
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
