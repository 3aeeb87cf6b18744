package dev.hefu.bench.measure;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a constant rate, whatever the answers do. A latency counts from the moment at which the
 * call was due, so that a server that stalls cannot hide it (no coordinated omission).
 */
public final class ConstantRate {
  /** What happened under load. */
  public record Measured(double[] sortedMillis, int failed, double seconds) {
    /** A latency in milliseconds. */
    public double percentile(double share) {
      return sortedMillis[(int) Math.min(sortedMillis.length - 1.0, share * sortedMillis.length)];
    }

    /** What was answered as it should be. */
    public double perSecond() {
      return (sortedMillis.length - failed) / seconds;
    }

    /** All calls, failed ones too. */
    public int count() {
      return sortedMillis.length;
    }
  }

  /** Calls by their number; the future tells whether one was answered as it should be. */
  public interface Calls {
    /** Starts the call of this number, from 0. */
    Future<Boolean> start(int number);
  }

  private ConstantRate() {}

  /** Returns when all calls are answered. */
  public static Measured run(int perSecond, int seconds, Calls calls) {
    int count = perSecond * seconds;
    double[] millis = new double[count];
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int number = i;
      long due = start + i * 1_000_000_000L / perSecond;
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      calls
          .start(number)
          .onComplete(
              answer -> {
                millis[number] = (System.nanoTime() - due) / 1e6;
                if (answer.failed() || !answer.result()) {
                  failed.incrementAndGet();
                }
                answered.countDown();
              });
    }
    try {
      answered.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    double took = (System.nanoTime() - start) / 1e9;
    Arrays.sort(millis);
    return new Measured(millis, failed.get(), took);
  }
}
