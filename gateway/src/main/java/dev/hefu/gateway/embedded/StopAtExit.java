package dev.hefu.gateway.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a part at the end of this process if its owner does not. Hooks of a process that ends run
 * all at once, so this one lets the owner go first, who stops in an order that loses nothing.
 */
final class StopAtExit {
  /** A gateway that finishes what it has begun, and the parts before this one, take 1 to 3 s. */
  private static final Duration OWNER_FIRST = Duration.ofSeconds(5);

  private final CountDownLatch ownerStops = new CountDownLatch(1);
  private final Thread hook;

  private StopAtExit(String part, Runnable stop) {
    this.hook =
        new Thread(
            () -> {
              awaitOwner();
              stop.run();
            },
            part + "-stop");
  }

  /** From now on the part is stopped when the process ends; {@code stop} may be run twice. */
  static StopAtExit of(String part, Runnable stop) {
    StopAtExit guard = new StopAtExit(part, stop);
    Runtime.getRuntime().addShutdownHook(guard.hook);
    return guard;
  }

  /** The owner is stopping the part; nothing is left to do at the end. */
  void ownerStops() {
    ownerStops.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return; // The hook runs already, and finds nothing to do.
    }
  }

  private void awaitOwner() {
    try {
      boolean _ = ownerStops.await(OWNER_FIRST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
