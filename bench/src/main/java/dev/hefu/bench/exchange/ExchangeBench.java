package dev.hefu.bench.exchange;

import dev.hefu.bench.measure.ConstantRate;
import dev.hefu.bench.measure.Cpu;
import dev.hefu.bench.measure.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Governed exchanges at a constant rate, everything on one machine, beside a proxy that checks
 * nothing; the gateway's processor time for one, beside the curve operations it cannot avoid; and
 * the highest rate that still keeps its promise.
 */
public final class ExchangeBench {
  /** Of each part. */
  private static final int WARM_UP_SECONDS = 20;

  /** At the full rate; the compiler is busy for one to two minutes on two processors. */
  private static final int MOST_WARM_UPS = 6;

  /** Less than this share of the gateway's time is no compiler at work. */
  private static final double COMPILED = 0.03;

  /** More than this share that is not answered is no measurement. */
  private static final double MOST_FAILED = 0.01;

  /** What the highest rate must keep: the 99th percentile. */
  private static final double PROMISED_MILLIS = 20;

  private static final int SEARCH_SECONDS = 10;

  /** At each new rate, before it counts: connections are opened for it. */
  private static final int SETTLE_SECONDS = 3;

  /** One stall of the machine is not the gateway's limit; one in each of so many tries is. */
  private static final int TRIES = 2;

  private static final double SEARCH_STEP = 1.25;

  /** Whether to look for the highest rate, and where to record the gateway; null for nowhere. */
  public record Options(int rate, int seconds, boolean search, @Nullable Path profile) {}

  private final Options options;

  /** Everything that is needed is started by {@link #run}. */
  public ExchangeBench(Options options) {
    this.options = options;
  }

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    ConstantRate.Measured bare = bare();
    try (BenchNetwork network = BenchNetwork.start(options.profile())) {
      warmUp(network);
      Step premade = step(network, options.rate(), options.seconds());
      List<Row> rows = new ArrayList<>();
      rows.add(
          latency("exchanges, proofs made before, 1 % opened", good(premade.measured()), bare));
      rows.add(cpu("", premade));
      rows.add(
          latency(
              "exchanges, proofs made on the way, all opened",
              good(ConstantRate.run(options.rate(), options.seconds(), network.calls()::whole)),
              bare));
      if (options.search()) {
        rows.addAll(highest(network, bare));
      }
      return rows;
    } catch (RuntimeException bug) {
      throw bug;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Goes on until the gateway's compiler has done its work. A process that has just started keeps
   * up with no rate; what fails then is not counted.
   */
  private void warmUp(BenchNetwork network) {
    part(network, options.rate() / 4);
    part(network, options.rate() / 2);
    for (int part = 0; part < MOST_WARM_UPS; part++) {
      Duration compiler = network.compilerCpu();
      Cpu before = network.cpu();
      part(network, options.rate());
      double compiled = network.compilerCpu().minus(compiler).toNanos();
      if (compiled < COMPILED * network.cpu().gateway().minus(before.gateway()).toNanos()) {
        return;
      }
    }
  }

  private static void part(BenchNetwork network, int rate) {
    var _ = step(network, Math.max(1, rate), WARM_UP_SECONDS);
  }

  /** What came of a rate that was held for a while, and what the processes took for it. */
  private record Step(ConstantRate.Measured measured, Cpu before, Cpu after) {
    boolean keepsThePromise() {
      return measured.failed() <= MOST_FAILED * measured.count()
          && measured.percentile(0.99) <= PROMISED_MILLIS;
    }
  }

  private static Step step(BenchNetwork network, int rate, int seconds) {
    ConstantRate.Calls calls = network.calls().premade(rate * seconds);
    Cpu before = network.cpu();
    ConstantRate.Measured measured = ConstantRate.run(rate, seconds, calls);
    return new Step(measured, before, network.cpu());
  }

  private static ConstantRate.Measured good(ConstantRate.Measured measured) {
    if (measured.failed() > MOST_FAILED * measured.count()) {
      throw new IllegalStateException(
          measured.failed() + " of " + measured.count() + " exchanges failed");
    }
    return measured;
  }

  private static Row latency(String name, ConstantRate.Measured ours, ConstantRate.Measured bare) {
    return new Row(
        ours.failed() == 0 ? name : name + ", " + ours.failed() + " answered 503",
        ours.perSecond(),
        "exchanges/s",
        OptionalDouble.of(ours.percentile(0.5)),
        OptionalDouble.of(ours.percentile(0.99)),
        "bare Vert.x proxy, p50 %.2f p99 %.2f ms"
            .formatted(bare.percentile(0.5), bare.percentile(0.99)),
        bare.perSecond(),
        ours.seconds());
  }

  private static Row cpu(String when, Step step) {
    int count = step.measured().count();
    return new Row(
        "gateway's processor time" + when + "; " + step.after().since(step.before(), count),
        step.after().gatewaySince(step.before(), count),
        "µs/exchange",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        "its curve operations, one thread",
        CurveOperations.microsPerExchange(),
        step.measured().seconds());
  }

  /** Goes up in steps until the promise is broken, and tells the last step that kept it. */
  private List<Row> highest(BenchNetwork network, ConstantRate.Measured bare) {
    double rate = options.rate();
    Step kept = tried(network, (int) rate);
    if (!kept.keepsThePromise()) {
      return List.of(
          latency("not even the first step has p99 of at most 20 ms", kept.measured(), bare));
    }
    for (; ; ) {
      rate *= SEARCH_STEP;
      Step next = tried(network, (int) rate);
      if (!next.keepsThePromise()) {
        return List.of(
            latency("highest step with p99 of at most 20 ms", kept.measured(), bare),
            cpu(" at that step", kept));
      }
      kept = next;
    }
  }

  /** The first of its tries that keeps the promise, or else the last one. */
  private static Step tried(BenchNetwork network, int rate) {
    var _ = step(network, rate, SETTLE_SECONDS);
    Step step = step(network, rate, SEARCH_SECONDS);
    for (int tries = 1; tries < TRIES && !step.keepsThePromise(); tries++) {
      step = step(network, rate, SEARCH_SECONDS);
    }
    return step;
  }

  private ConstantRate.Measured bare() {
    try (BareProxy proxy = new BareProxy()) {
      ConstantRate.run(options.rate(), WARM_UP_SECONDS / 4, proxy::call);
      return ConstantRate.run(options.rate(), options.seconds(), proxy::call);
    }
  }
}
