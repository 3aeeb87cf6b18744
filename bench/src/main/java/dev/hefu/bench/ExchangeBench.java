package dev.hefu.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Governed exchanges at a constant rate, everything on one machine, beside a proxy that checks
 * nothing; and the gateway's processor time for one, beside the curve operations it cannot avoid.
 */
final class ExchangeBench {
  private static final int WARM_UP_SECONDS = 10;

  private final int rate;
  private final int seconds;
  private final @Nullable Path profile;

  /**
   * @param profile where a flight recording of the gateway is written; null for none
   */
  ExchangeBench(int rate, int seconds, @Nullable Path profile) {
    this.rate = rate;
    this.seconds = seconds;
    this.profile = profile;
  }

  List<Row> run() {
    ConstantRate.Measured bare = bare();
    try (BenchNetwork network = BenchNetwork.start(profile)) {
      ConstantRate.run(rate, WARM_UP_SECONDS, network::exchange);
      Duration before = network.gatewayCpu();
      ConstantRate.Measured ours = ConstantRate.run(rate, seconds, network::exchange);
      double micros =
          network.gatewayCpu().minus(before).toNanos() / 1e3 / ours.sortedMillis().length;
      if (ours.failed() > 0) {
        throw new IllegalStateException(ours.failed() + " exchanges failed");
      }
      return List.of(
          new Row(
              "governed exchanges at " + rate + "/s",
              ours.perSecond(),
              "exchanges/s",
              OptionalDouble.of(ours.percentile(0.5)),
              OptionalDouble.of(ours.percentile(0.99)),
              "bare Vert.x proxy, p50 %.2f p99 %.2f ms"
                  .formatted(bare.percentile(0.5), bare.percentile(0.99)),
              bare.perSecond(),
              ours.seconds()),
          new Row(
              "gateway processor time",
              micros,
              "µs/exchange",
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              "its curve operations, one thread",
              CurveOperations.microsPerExchange(),
              ours.seconds()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (RuntimeException bug) {
      throw bug;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private ConstantRate.Measured bare() {
    try (BareProxy proxy = new BareProxy()) {
      ConstantRate.run(rate, WARM_UP_SECONDS / 2, proxy::call);
      return ConstantRate.run(rate, seconds, proxy::call);
    }
  }
}
