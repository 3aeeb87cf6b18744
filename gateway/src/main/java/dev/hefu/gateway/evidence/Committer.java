package dev.hefu.gateway.evidence;

import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.deadline.Deadline;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door through which exchanges are released and facts change: a group commit that holds the
 * log's head row, so that log order is the truth. Whoever is waiting when a commit ends is in the
 * next one; nobody lingers.
 *
 * <p>What it returns is durable. Any number of nodes may commit; the row lock orders them.
 */
public final class Committer implements AutoCloseable {
  /**
   * What its connections are set to when they are made.
   *
   * <p>Its statements are few and fixed and reach every row by an index, so plans are made once,
   * and one that is made while a table is small must not scan it when it has grown: measured, that
   * doubled PostgreSQL's work within the first 5,000 commits.
   *
   * <p>A node that was paused while it held the log's head row loses its transaction, so that
   * others go on; a commit talks to the database without a pause, and takes milliseconds.
   */
  public static final String SESSION =
      """
      SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;
      SET idle_in_transaction_session_timeout = '500ms'; SET transaction_timeout = '2s';
      SET synchronous_commit = on\
      """;

  /** Larger batches gained nothing when measured, and make everybody in them wait. */
  static final int MAX_BATCH = 512;

  /** Beyond this many waiting the database is not keeping up, and callers are told so at once. */
  static final int MAX_WAITING = 4_096;

  /** Longer than two attempts under their transaction time-outs. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** A batch that was aborted is decided once more, with its changes apart. */
  private static final int ATTEMPTS = 2;

  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final DataSource database;
  private final LeafForm form;
  private final Batch.Parts parts;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final DurableAnswers answers;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts committing.
   *
   * @param database gives connections of this {@link #SESSION}, of which two are used at a time
   * @param signer of the checkpoints, named as the log's origin
   */
  public Committer(DataSource database, TagKeys tagKeys, NoteSigner signer, FactsSource facts) {
    this.database = database;
    this.form = new LeafForm(signer.name(), tagKeys);
    this.parts = new Batch.Parts(form, signer, facts);
    this.answers = new DurableAnswers(database);
    this.thread = Thread.ofPlatform().name("evidence-committer").daemon().start(this::run);
  }

  /**
   * Makes a change of facts and its leaves durable. One that restricts is held back until nothing
   * that it would have refused can begin to leave, on any node ({@link Fence}).
   *
   * @throws EvidenceUnavailable if that failed, or took longer than {@link #MAX_WAIT}
   */
  public <T> Committed<T> change(Change<T> change) {
    Waiting.ForChange<T> waiting = new Waiting.ForChange<>(change);
    enqueue(waiting);
    Waiting.Durable<T> durable = await(waiting.result());
    Fence fence = durable.fence();
    if (fence != null) {
      awaitShown(fence);
    }
    return durable.committed();
  }

  private static void awaitShown(Fence fence) {
    try {
      fence.awaitShown();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new EvidenceUnavailable("interrupted before the change could be shown", stopping);
    }
  }

  /**
   * Admits one exchange on the facts as they are at commit, and makes its leaf durable.
   *
   * @throws EvidenceUnavailable if that failed, or took longer than {@link #MAX_WAIT}
   */
  public Ruled exchange(ExchangeClaim claim) {
    Waiting.ForExchange waiting =
        new Waiting.ForExchange(claim, form.of(claim.draft().apply(claim.expected())));
    enqueue(waiting);
    return await(waiting.result()).get();
  }

  /**
   * Ends after the batches that are under way; who still waits is told that evidence is
   * unavailable.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    answers.close();
    fail(drain(new ArrayList<>()), new EvidenceUnavailable("the gateway is stopping"));
  }

  private void enqueue(Waiting waiting) {
    if (closed || !queue.offer(waiting)) {
      throw new EvidenceUnavailable(
          closed
              ? "the gateway is stopping"
              : MAX_WAITING + " acts wait for the log already, the limit");
    }
  }

  private static <T> T await(CompletableFuture<T> result) {
    try {
      return Deadline.await(result, MAX_WAIT);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case EvidenceUnavailable unavailable ->
            throw new EvidenceUnavailable(String.valueOf(unavailable.getMessage()), unavailable);
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(failed);
      }
    } catch (TimeoutException late) {
      throw new EvidenceUnavailable("no commit within " + MAX_WAIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EvidenceUnavailable("interrupted while waiting for the commit", interrupted);
    }
  }

  private void run() {
    while (!closed) {
      List<Waiting> batch = new ArrayList<>();
      try {
        batch.add(queue.take());
      } catch (InterruptedException closing) {
        return;
      }
      commit(drain(batch));
    }
  }

  private List<Waiting> drain(List<Waiting> batch) {
    queue.drainTo(batch, MAX_BATCH - batch.size());
    return batch;
  }

  private void commit(List<Waiting> waiting) {
    String why = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Batch batch = new Batch(UUID.randomUUID(), waiting, parts);
      try {
        boolean durable = write(batch, attempt > 0);
        if (durable) {
          batch.answer();
        } else {
          answers.add(batch);
        }
        return;
      } catch (Batch.ChangeFailed together) {
        LOG.warn("a change failed, its batch of {} is decided apart", waiting.size(), together);
      } catch (SQLException aborted) {
        why = String.valueOf(aborted.getMessage());
        LOG.warn("batch of {} aborted: {}", waiting.size(), aborted.getMessage());
        switch (batch.fate(database)) {
          case COMMITTED -> {
            batch.answer();
            return;
          }
          case UNKNOWN -> attempt = ATTEMPTS;
          case ABORTED -> {}
        }
      } catch (RuntimeException bug) {
        LOG.error("batch of {} failed", waiting.size(), bug);
        fail(waiting, bug);
        return;
      }
    }
    fail(waiting, new EvidenceUnavailable("the log cannot be written: " + why));
  }

  /**
   * Commits, and tells whether it is durable; to wait for the disk apart pays only where somebody
   * waits for the head row.
   */
  private boolean write(Batch batch, boolean apart) throws SQLException, Batch.ChangeFailed {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        boolean durable = batch.commit(connection, apart, () -> !queue.isEmpty());
        done = true;
        return durable;
      } finally {
        if (!done) {
          connection.rollback();
        }
      }
    }
  }

  private static void fail(List<Waiting> waiting, RuntimeException why) {
    waiting.forEach(one -> one.fail(why));
  }
}
