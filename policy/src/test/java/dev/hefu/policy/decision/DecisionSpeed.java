package dev.hefu.policy.decision;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;

/**
 * Prints how long a decision takes in one thread: median and 99th percentile, in microseconds, and
 * the CPU it takes.
 */
final class DecisionSpeed {
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final int WARM_UP = 50_000;
  private static final int MEASURED = 100_000;

  private DecisionSpeed() {}

  public static void main(String[] args) {
    try (PolicyEngine engine = new PolicyEngine(1, PATIENT)) {
      DecisionInput input = Inputs.permitted();
      run(engine, input, WARM_UP);
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long cpu = threads.getCurrentThreadCpuTime();
      long[] nanos = run(engine, input, MEASURED);
      cpu = threads.getCurrentThreadCpuTime() - cpu;
      Arrays.sort(nanos);
      System.out.printf(
          "decide p50 %.1f us, p99 %.1f us, CPU %.1f us each over %d%n",
          nanos[MEASURED / 2] / 1e3,
          nanos[MEASURED / 100 * 99] / 1e3,
          cpu / 1e3 / MEASURED,
          MEASURED);
    }
  }

  private static long[] run(PolicyEngine engine, DecisionInput input, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      Decision decision = engine.decide(input);
      nanos[i] = System.nanoTime() - start;
      if (!(decision instanceof Decision.Permit)) {
        throw new IllegalStateException(decision.toString());
      }
    }
    return nanos;
  }
}
