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
      ExchangeCalls calls = network.calls();
      warmUp(network);
      Cpu before = network.cpu();
      ConstantRate.Measured ours = premade(calls, options.rate(), options.seconds());
      Cpu after = network.cpu();
      List<Row> rows = new ArrayList<>();
      rows.add(latency("exchanges, proofs made before, 1 % opened", ours, bare));
      rows.add(cpu(before, after, ours));
      rows.add(
          latency(
              "exchanges, proofs made on the way, all opened",
              good(ConstantRate.run(options.rate(), options.seconds(), calls::whole)),
              bare));
      if (options.search()) {
        rows.add(highest(calls, bare));
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
    part(network.calls(), options.rate() / 4);
    part(network.calls(), options.rate() / 2);
    for (int part = 0; part < MOST_WARM_UPS; part++) {
      Duration compiler = network.compilerCpu();
      Cpu before = network.cpu();
      part(network.calls(), options.rate());
      double compiled = network.compilerCpu().minus(compiler).toNanos();
      if (compiled < COMPILED * network.cpu().gateway().minus(before.gateway()).toNanos()) {
        return;
      }
    }
  }

  private static void part(ExchangeCalls calls, int rate) {
    int some = Math.max(1, rate);
    ConstantRate.run(some, WARM_UP_SECONDS, calls.premade(some * WARM_UP_SECONDS));
  }

  private static ConstantRate.Measured premade(ExchangeCalls calls, int rate, int seconds) {
    return good(ConstantRate.run(rate, seconds, calls.premade(rate * seconds)));
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

  private static Row cpu(Cpu before, Cpu after, ConstantRate.Measured ours) {
    return new Row(
        "gateway's processor time; " + after.since(before, ours.count()),
        after.gatewaySince(before, ours.count()),
        "µs/exchange",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        "its curve operations, one thread",
        CurveOperations.microsPerExchange(),
        ours.seconds());
  }

  /** Goes up in steps until the promise is broken, and tells the last step that kept it. */
  private Row highest(ExchangeCalls calls, ConstantRate.Measured bare) {
    double rate = options.rate();
    ConstantRate.Measured kept = step(calls, rate);
    if (!keeps(kept)) {
      return latency("not even the first step has p99 of at most 20 ms", kept, bare);
    }
    for (; ; ) {
      rate *= SEARCH_STEP;
      ConstantRate.Measured next = step(calls, rate);
      if (!keeps(next)) {
        return latency("highest step with p99 of at most 20 ms", kept, bare);
      }
      kept = next;
    }
  }

  private static ConstantRate.Measured step(ExchangeCalls calls, double rate) {
    int whole = (int) rate;
    return ConstantRate.run(whole, SEARCH_SECONDS, calls.premade(whole * SEARCH_SECONDS));
  }

  private static boolean keeps(ConstantRate.Measured measured) {
    return measured.failed() <= MOST_FAILED * measured.count()
        && measured.percentile(0.99) <= PROMISED_MILLIS;
  }

  private ConstantRate.Measured bare() {
    try (BareProxy proxy = new BareProxy()) {
      ConstantRate.run(options.rate(), WARM_UP_SECONDS / 4, proxy::call);
      return ConstantRate.run(options.rate(), options.seconds(), proxy::call);
    }
  }
}
