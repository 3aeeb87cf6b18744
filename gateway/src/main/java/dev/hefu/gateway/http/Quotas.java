package dev.hefu.gateway.http;

import dev.hefu.gateway.identity.Caller;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How fast each caller may call this node: so many calls a second, and as many again at once after
 * a pause. Checked before any decision and counted only, so that nobody can flood the log.
 *
 * <p>It is the leaky bucket as a meter in its virtual-scheduling form (ITU-T I.371, annex A): one
 * instant per caller, the theoretical arrival time of their next call.
 */
final class Quotas {
  /** Callers remembered; beyond it those forgotten begin anew, with a full allowance. */
  static final int MAX_CALLERS = 100_000;

  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Map<Caller, Allowance> allowances = new ConcurrentHashMap<>();

  /**
   * Equal quotas for all callers.
   *
   * @param perSecond calls a second, at least 1
   * @param nanoTime a monotonic clock in nanoseconds
   */
  Quotas(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.intervalNanos = SECOND / perSecond;
    this.nanoTime = nanoTime;
  }

  /** Calls that a caller may make in a second. */
  int perSecond() {
    return perSecond;
  }

  /**
   * Counts one call.
   *
   * @return how many may follow at once; empty if this one is beyond the quota, and then it counts
   *     for nothing and may be repeated after a second
   */
  OptionalLong take(Caller caller) {
    if (allowances.size() >= MAX_CALLERS) {
      allowances.clear();
    }
    long now = nanoTime.getAsLong();
    return allowances.computeIfAbsent(caller, who -> new Allowance(now)).take(now);
  }

  private final class Allowance {
    private long due;

    Allowance(long now) {
      due = now;
    }

    synchronized OptionalLong take(long now) {
      long ahead = Math.max(due - now, 0) + intervalNanos;
      if (ahead > SECOND) {
        return OptionalLong.empty();
      }
      due = now + ahead;
      return OptionalLong.of((SECOND - ahead) / intervalNanos);
    }
  }
}
