package dev.hefu.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places for calls of one kind: so many under way, as many again that wait, and no more. A call
 * beyond it is refused at once and cheaply, so that those which were let in are served in time.
 */
final class Lane {
  private final int places;
  private final Duration patience;

  /** One for each call that was let in, under way or waiting. */
  private final Semaphore entered;

  private final Semaphore underWay;

  /**
   * @param name for the metrics
   * @param places calls under way at once
   * @param patience the longest that one waits for a place
   */
  Lane(String name, int places, Duration patience, MeterRegistry metrics) {
    this.places = places;
    this.patience = patience;
    this.entered = new Semaphore(2 * places);
    this.underWay = new Semaphore(places, true);
    Gauge.builder("hefu.http.calls", this, lane -> 2.0 * places - lane.entered.availablePermits())
        .tag("lane", name)
        .description("Calls under way or waiting for a place")
        .register(metrics);
  }

  /** Whether a call that came now would be refused at once. */
  boolean isFull() {
    return entered.availablePermits() == 0;
  }

  /** Takes a place, waiting for one if need be; who got one must {@link #leave}. */
  boolean enter() {
    if (!entered.tryAcquire()) {
      return false;
    }
    boolean placed = false;
    try {
      placed = underWay.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      if (!placed) {
        entered.release();
      }
    }
    return placed;
  }

  /** Gives the place to the next. */
  void leave() {
    underWay.release();
    entered.release();
  }

  /** What is said to who is refused. */
  String refusal() {
    return places + " calls of this kind are under way and as many wait, the limit";
  }
}
