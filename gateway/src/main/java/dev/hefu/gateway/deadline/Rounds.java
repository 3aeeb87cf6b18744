package dev.hefu.gateway.deadline;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does again and again, in a thread of its own. A round that fails is not the last one:
 * what it throws is logged, where a bare timer would end with it and nobody would notice.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final ScheduledExecutorService timer;

  private Rounds(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /**
   * Begins after a first pause, and goes on until closed.
   *
   * @param name of the thread, and of the rounds in the node's log
   * @param pause from the end of a round to the beginning of the next
   */
  public static Rounds start(String name, Duration pause, Runnable round) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    var _ =
        timer.scheduleWithFixedDelay(
            () -> run(name, round), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    return new Rounds(timer);
  }

  private static void run(String name, Runnable round) {
    try {
      round.run();
    } catch (RuntimeException bug) {
      LOG.error("a round of {} failed", name, bug);
    }
  }

  /** Interrupts a round that is under way. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
