package dev.hefu.gateway.http;

import dev.hefu.schemas.contract.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which calls share places. Exchanges have a lane of their own: however many come, whoever revokes,
 * suspends or reads finds a place.
 */
final class Lanes {
  /**
   * Calls other than exchanges under way at once: none waits for anybody outside, all are short.
   */
  private static final int OTHERS = 256;

  /** They wait for providers. */
  private static final Set<String> EXCHANGES = Set.of("exchange", "figure");

  private final Lane exchanges;
  private final Lane others;

  /**
   * @param exchanges under way at once
   * @param patience the longest that a call waits for a place
   */
  Lanes(int exchanges, Duration patience, MeterRegistry metrics) {
    this.exchanges = new Lane("exchanges", exchanges, patience, metrics);
    this.others = new Lane("others", OTHERS, patience, metrics);
  }

  /** The lane of calls of this operation; empty for those that anybody may make. */
  Optional<Lane> of(Operation operation) {
    if (operation.open()) {
      return Optional.empty();
    }
    return Optional.of(EXCHANGES.contains(operation.id()) ? exchanges : others);
  }
}
