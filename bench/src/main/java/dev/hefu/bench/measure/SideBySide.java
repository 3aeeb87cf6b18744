package dev.hefu.bench.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/**
 * Two operations in turns on one thread. What is measured is that thread's processor time, and of
 * all rounds the median counts, so that other load on the machine falls on neither alone.
 */
public final class SideBySide {
  private static final int ROUNDS = 15;
  private static final long CHUNK_NANOS = 50_000_000;
  private static final long LONGEST_WARM_UP_NANOS = 1_500_000_000;

  /** Chunks that were no faster than this share of the best one, before it counts as warm. */
  private static final int STEADY_CHUNKS = 2;

  private static final double STEADY = 0.98;
  private static final long ROUND_NANOS = 10_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Takes each result, so that no compiler leaves the work out. */
  private static volatile Object result = "";

  private SideBySide() {}

  /** One operation of ours beside one of the peer's, each in microseconds of processor time. */
  public static Row row(String name, Callable<?> ours, String peer, Callable<?> theirs) {
    int ourCount = warm(ours);
    int theirCount = warm(theirs);
    double[] our = new double[ROUNDS];
    double[] their = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      our[round] = microsEach(ours, ourCount);
      their[round] = microsEach(theirs, theirCount);
    }
    OptionalDouble none = OptionalDouble.empty();
    double seconds = (ourCount * median(our) + theirCount * median(their)) * ROUNDS / 1e6;
    return new Row(name, median(our), "µs", none, none, peer, median(their), seconds);
  }

  /**
   * Runs it until it gets no faster, since compilers wait for their turn on a busy machine.
   *
   * @return how often it fits into one round
   */
  private static int warm(Callable<?> operation) {
    double best = Double.MAX_VALUE;
    int idle = 0;
    int count = 1;
    for (long spent = 0; spent < LONGEST_WARM_UP_NANOS && idle < STEADY_CHUNKS; ) {
      long start = THREADS.getCurrentThreadCpuTime();
      double micros = microsEach(operation, count);
      spent += THREADS.getCurrentThreadCpuTime() - start;
      idle = micros > best * STEADY ? idle + 1 : 0;
      best = Math.min(best, micros);
      count = (int) Math.max(1, CHUNK_NANOS / (1e3 * micros));
    }
    return (int) Math.max(1, ROUND_NANOS / (1e3 * best));
  }

  private static double microsEach(Callable<?> operation, int count) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      try {
        result = operation.call();
      } catch (Exception failed) {
        throw new IllegalStateException("an operation failed", failed);
      }
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
