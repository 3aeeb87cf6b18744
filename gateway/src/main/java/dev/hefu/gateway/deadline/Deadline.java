package dev.hefu.gateway.deadline;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An act that is due at a time unless it is called off before. It runs up to {@link #TICK} late, on
 * a thread that serves all of them, so it must not block.
 *
 * <p>A virtual thread that parks with a time limit wakes its scheduler's clock twice, once to set
 * the limit and once to call it off: measured, a fourteenth of the gateway's processor time. These
 * are written down in a wheel that turns by itself, and nobody is woken.
 */
public final class Deadline implements AutoCloseable {
  /** Small against the limits that are set, in hundreds of milliseconds and more. */
  static final Duration TICK = Duration.ofMillis(20);

  private static final HashedWheelTimer WHEEL =
      new HashedWheelTimer(
          Thread.ofPlatform().daemon().name("deadlines").factory(),
          TICK.toMillis(),
          TimeUnit.MILLISECONDS);

  private final Timeout timeout;

  private Deadline(Timeout timeout) {
    this.timeout = timeout;
  }

  /** Has the act run after so long. */
  public static Deadline after(Duration limit, Runnable act) {
    return new Deadline(WHEEL.newTimeout(due -> act.run(), limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Waits for a result, which nobody else may give any more once the time is over.
   *
   * @throws TimeoutException if it did not come in time
   * @throws ExecutionException if it is a failure
   */
  public static <T> T await(CompletableFuture<T> result, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (Deadline _ = after(limit, () -> giveUp(result, limit))) {
      return result.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TimeoutException late) {
        throw late;
      }
      throw failed;
    }
  }

  private static void giveUp(CompletableFuture<?> result, Duration limit) {
    result.completeExceptionally(new TimeoutException("nothing within " + limit));
  }

  /** Calls it off, if it has not run. */
  @Override
  public void close() {
    timeout.cancel();
  }
}
