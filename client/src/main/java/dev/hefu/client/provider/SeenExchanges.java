package dev.hefu.client.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers the exchanges of the last minutes, so that none is answered twice. */
final class SeenExchanges {
  /** Two minutes at 4,000 exchanges a second; beyond, requests are refused, never forgotten. */
  static final int MAX = 500_000;

  private final Duration memory;
  private final int max;
  private final Map<UUID, Instant> seen = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** What is known of an exchange. */
  enum Sight {
    NEW,
    SEEN,
    FULL
  }

  /**
   * @param memory how long an exchange is remembered: at least as long as its request is accepted
   * @param max how many are remembered at once
   */
  SeenExchanges(Duration memory, int max) {
    this.memory = memory;
    this.max = max;
  }

  Sight add(UUID exchange, Instant now) {
    lock.lock();
    try {
      forget(now.minus(memory));
      if (seen.containsKey(exchange)) {
        return Sight.SEEN;
      }
      if (seen.size() >= max) {
        return Sight.FULL;
      }
      seen.put(exchange, now);
      return Sight.NEW;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Instant before) {
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(before)) {
      oldest.remove();
    }
  }
}
