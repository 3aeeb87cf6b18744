package dev.hefu.gateway.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers batches that are committed ahead once they are durable, while the next one is decided.
 * The log's head row is so not locked while the disk is waited for, and one wait serves all batches
 * that were committed before it began.
 *
 * <p>A crash of the database in between takes back the newest batches, of which nobody was told:
 * the database's own log has an end, so what is durable is always all up to some commit.
 */
final class DurableAnswers implements AutoCloseable {
  /** So many are committed ahead of the disk; their answers would be too old to leave anyway. */
  private static final int MAX_AHEAD = 16;

  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(DurableAnswers.class);

  private final DataSource database;
  private final BlockingQueue<Batch> committed = new ArrayBlockingQueue<>(MAX_AHEAD);
  private final Thread thread;

  DurableAnswers(DataSource database) {
    this.database = database;
    this.thread = Thread.ofPlatform().name("evidence-answers").daemon().start(this::run);
  }

  /** Takes a batch that was committed; waits while too many are ahead of the disk. */
  void add(Batch batch) {
    boolean interrupted = false;
    while (true) {
      try {
        committed.put(batch);
        break;
      } catch (InterruptedException closing) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after all that were added are answered; to be called when nobody adds any more. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean closing = false;
    while (!closing) {
      List<Batch> batches = new ArrayList<>(MAX_AHEAD);
      try {
        batches.add(committed.take());
      } catch (InterruptedException closed) {
        closing = true;
      }
      committed.drainTo(batches);
      if (!batches.isEmpty()) {
        answer(batches);
      }
    }
  }

  private void answer(List<Batch> batches) {
    try (Connection connection = database.getConnection()) {
      LogRows.makeDurable(connection);
    } catch (SQLException broken) {
      LOG.warn("{} batches not known to be durable: {}", batches.size(), broken.getMessage());
      batches.forEach(batch -> resolve(batch, broken));
      return;
    }
    batches.forEach(DurableAnswers::tell);
  }

  private void resolve(Batch batch, SQLException broken) {
    if (batch.fate(database) == Batch.Fate.COMMITTED) {
      tell(batch);
    } else {
      batch.fail(new EvidenceUnavailable("the log cannot be written: " + broken.getMessage()));
    }
  }

  private static void tell(Batch batch) {
    try {
      batch.answer();
    } catch (RuntimeException bug) {
      LOG.error("batch could not be answered", bug);
      batch.fail(bug);
    }
  }
}
