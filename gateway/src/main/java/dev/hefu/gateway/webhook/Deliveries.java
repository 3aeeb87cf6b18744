package dev.hefu.gateway.webhook;

import dev.hefu.crypto.Signer;
import dev.hefu.gateway.deadline.Rounds;
import dev.hefu.gateway.outbound.Door;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks from this node, as every node does: what is due is taken, sent, and noted. A
 * webhook is delivered at least once, and again only if a node died or its receiver's answer was
 * lost; its id stays the same, by which a receiver knows it.
 */
public final class Deliveries implements AutoCloseable {
  /** Metric: attempts, by how they ended. */
  public static final String ATTEMPTS = "hefu.webhooks.attempts";

  /** How often a node looks: receivers notice no difference, and the database does not either. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Attempts under way at one node: few connections beside those to providers. */
  static final int MOST = 64;

  /**
   * Attempts under way to one participant at one node, so that one that hangs delays no other: the
   * next ones begin when all of them have ended.
   */
  static final int MOST_OF_ONE = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final DSLContext database;
  private final Delivery delivery;
  private final MeterRegistry metrics;
  private final Semaphore places = new Semaphore(MOST);

  /** By participant; one of which none is under way has no entry. */
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

  private final ExecutorService senders =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private final Rounds rounds;

  private Deliveries(DSLContext database, Delivery delivery, MeterRegistry metrics) {
    this.database = database;
    this.delivery = delivery;
    this.metrics = metrics;
    this.rounds = Rounds.start("webhooks", PAUSE, this::roundSafely);
  }

  /**
   * Delivers until closed.
   *
   * @param door of a reach for participants
   * @param signer with an Ed25519 key
   */
  public static Deliveries start(
      DSLContext database, Door door, Signer signer, Clock clock, MeterRegistry metrics) {
    return new Deliveries(database, new Delivery(door, signer, clock), metrics);
  }

  private void roundSafely() {
    try {
      round();
    } catch (DataAccessException later) {
      LOG.warn("webhooks could not be looked for: {}", later.getMessage());
    }
  }

  /** Takes what is due, as far as places are free, and begins to send it. */
  private void round() {
    int free = places.availablePermits();
    if (free == 0) {
      return;
    }
    List<String> busy = List.copyOf(underWay.keySet());
    for (DueWebhook due : DueRows.take(database, busy, MOST_OF_ONE, free)) {
      places.acquireUninterruptibly();
      underWay.merge(due.participant(), 1, Integer::sum);
      senders.execute(() -> attemptSafely(due));
    }
  }

  private void attemptSafely(DueWebhook due) {
    try {
      attempt(due);
    } catch (DataAccessException later) {
      LOG.warn("webhook {} will be sent once more: {}", due.id(), later.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("webhook {} failed", due.id(), bug);
    } finally {
      underWay.computeIfPresent(due.participant(), (who, count) -> count == 1 ? null : count - 1);
      places.release();
    }
  }

  private void attempt(DueWebhook due) {
    Optional<String> failure = delivery.send(due);
    if (failure.isEmpty()) {
      DueRows.delivered(database, due);
      count("delivered");
      return;
    }
    Optional<Duration> pause = Backoff.after(due.attempt(), ThreadLocalRandom.current());
    DueRows.failed(database, due, failure.get(), pause);
    count("failed");
    if (pause.isEmpty()) {
      LOG.warn(
          "{} was not told after {} attempts, the limit: {}",
          due.participant(),
          due.attempt(),
          failure.get());
    }
  }

  private void count(String outcome) {
    metrics.counter(ATTEMPTS, "outcome", outcome).increment();
  }

  /** What is under way is given up, and is due again at another node when its time has passed. */
  @Override
  public void close() {
    rounds.close();
    senders.shutdownNow();
  }
}
