package dev.hefu.settlement;

import dev.hefu.settlement.split.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a close will write, or why there is nothing to write. */
public sealed interface ClosePreparation {
  /** There is nothing to write: the close is refused, or the period was closed before. */
  record Ended(CloseOutcome outcome) implements ClosePreparation {}

  /**
   * Everything that the close will write, computed from the events as they were. Immutable. Valid
   * as long as {@link #basis} is.
   */
  final class Ready implements ClosePreparation {
    final Agreements.InForce agreement;
    final String period;
    final Instant at;
    final Basis basis;
    final Map<String, Long> numbers;
    final List<Long> indicators;
    final Settled settled;

    Ready(
        Agreements.InForce agreement,
        String period,
        Instant at,
        Basis basis,
        Map<String, Long> numbers,
        List<Long> indicators,
        Settled settled) {
      this.agreement = agreement;
      this.period = period;
      this.at = at;
      this.basis = basis;
      this.numbers = Map.copyOf(numbers);
      this.indicators = List.copyOf(indicators);
      this.settled = settled;
    }
  }

  /**
   * How much a close rests on. Events of a period, decisions and closed periods are only ever
   * added, so equal numbers mean the same ones.
   *
   * @param events of the agreement, up to the period
   * @param decisions about events of the agreement that waited
   * @param closes of the agreement, up to the period
   */
  record Basis(long events, long decisions, long closes) {}
}
