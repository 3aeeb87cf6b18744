package dev.hefu.gateway.deadline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Rounds go on whatever one of them does, until they are closed. */
@Isolated("it measures time")
final class RoundsTest {
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void aRoundThatFailsIsNotTheLast() throws Exception {
    Semaphore begun = new Semaphore(0);
    try (Rounds rounds =
        Rounds.start(
            "failing",
            PAUSE,
            () -> {
              begun.release();
              throw new IllegalStateException("a bug");
            })) {
      assertTrue(begun.tryAcquire(3, PATIENCE_SECONDS, TimeUnit.SECONDS), rounds.toString());
    }
  }

  @Test
  void closingEndsTheRoundThatIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Rounds rounds =
        Rounds.start(
            "hanging",
            PAUSE,
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException closed) {
                interrupted.countDown();
              }
            });
    assertTrue(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    rounds.close();
    assertTrue(interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertDoesNotThrow(rounds::close, "closing twice");
  }
}
