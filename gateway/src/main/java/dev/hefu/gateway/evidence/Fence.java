package dev.hefu.gateway.evidence;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long ago a batch was sent to be committed, by this node's monotonic clock. Log order alone
 * does not stop a slow node from sending an answer after somebody was told that the consent behind
 * it is over; two limits with a gap between them do. An answer may begin to leave only while its
 * fence is open; a change that ends a permission is shown to nobody before it has closed for all
 * that was committed earlier. Whoever holds the log's lock knows that all of that had been sent,
 * whatever node sent it: from there a change's own time runs, not from its own commit.
 *
 * <p>What remains: a pause longer than the gap between the check and the write itself, and the rest
 * of a long body after its first bytes.
 *
 * @param sentNanos {@link System#nanoTime()} just before the statement that commits an answer was
 *     sent; for a change, just after its batch got the lock
 */
public record Fence(long sentNanos) {
  /** From sending the commit to the first byte; many times what a commit and a hand-over take. */
  public static final Duration OPEN = Duration.ofMillis(100);

  /**
   * Longer than {@link #OPEN} by more than the scheduling jitter of a busy machine (38 ms seen).
   */
  public static final Duration SHOWN_AFTER = Duration.ofMillis(150);

  /** A fence whose time begins now. */
  public static Fence begin() {
    return new Fence(System.nanoTime());
  }

  /** Whether an answer may still begin to leave. */
  public boolean isOpen() {
    return System.nanoTime() - sentNanos <= OPEN.toNanos();
  }

  /** Waits until a change whose batch got the lock then may be shown. */
  void awaitShown() throws InterruptedException {
    long left = SHOWN_AFTER.toNanos() - (System.nanoTime() - sentNanos);
    while (left > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("before the fence had closed");
      }
      left = SHOWN_AFTER.toNanos() - (System.nanoTime() - sentNanos);
    }
  }
}
