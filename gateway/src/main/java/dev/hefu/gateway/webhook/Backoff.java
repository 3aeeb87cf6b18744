package dev.hefu.gateway.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a webhook that was not taken is tried again: twice as long after each attempt, and by chance
 * up to half of it sooner, so that a receiver that comes back is not met by all at once.
 */
final class Backoff {
  /** A restart or a lost connection is over by then. */
  static final Duration FIRST = Duration.ofSeconds(5);

  /** A receiver that was repaired need not wait longer; one that is gone costs one call an hour. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** More than four days, so over a long weekend; what is then not taken waits for the receiver. */
  static final int MOST_ATTEMPTS = 120;

  /** Doublings after which {@link #LONGEST} is passed, and a shift still fits. */
  private static final int MOST_DOUBLINGS = 16;

  private Backoff() {}

  /**
   * The pause before the next attempt; empty if there is none.
   *
   * @param attempts so far, at least 1
   */
  static Optional<Duration> after(int attempts, RandomGenerator random) {
    if (attempts >= MOST_ATTEMPTS) {
      return Optional.empty();
    }
    long full =
        Math.min(FIRST.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS), LONGEST.toMillis());
    return Optional.of(Duration.ofMillis(full - random.nextLong(full / 2)));
  }
}
