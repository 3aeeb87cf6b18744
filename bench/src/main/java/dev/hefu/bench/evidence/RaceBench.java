package dev.hefu.bench.evidence;

import dev.hefu.bench.measure.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A {@link Race} without controls, once with both processes running and once with one of them
 * stopped at random. The latencies are those of the revocations, until they are acknowledged.
 */
public final class RaceBench {
  private static final double AIM = 5_000;

  /** Two processes compile on the same cores; as long as it takes until their rate is steady. */
  private static final int WARM_UP_SECONDS = 15;

  private final int seconds;

  /**
   * Runs for so long after it has warmed up.
   *
   * @param seconds under load
   */
  public RaceBench(int seconds) {
    this.seconds = seconds;
  }

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    return List.of(row("two processes", false), row("one stopped at random", true));
  }

  private Row row(String name, boolean stops) {
    Race.Outcome outcome = outcome(stops);
    outcome.late().forEach(System.err::println);
    return new Row(
        "verdicts under revocation, " + name,
        (double) outcome.verdicts() / seconds,
        "verdicts/s",
        OptionalDouble.of(outcome.acknowledged(50)),
        OptionalDouble.of(outcome.acknowledged(99)),
        "%d after revocation, %d late, %d withheld, aim"
            .formatted(outcome.afterRevocation(), outcome.late().size(), outcome.withheld()),
        AIM,
        seconds);
  }

  private Race.Outcome outcome(boolean stops) {
    try (EvidenceWorld world = new EvidenceWorld(RaceNode.HOT)) {
      return new Race(world, WARM_UP_SECONDS, seconds, RaceControl.NONE, stops).run();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }
}
