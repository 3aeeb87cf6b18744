package dev.hefu.bench;

import java.time.Duration;

/** Processor time by process: the gateway's, PostgreSQL's, and of driver and provider together. */
record Cpu(Duration gateway, Duration database, Duration driver) {
  /** Microseconds of each that one of these calls took on average. */
  String since(Cpu before, int calls) {
    return "PostgreSQL %.0f, driver and provider %.0f µs"
        .formatted(
            micros(database.minus(before.database), calls),
            micros(driver.minus(before.driver), calls));
  }

  double gatewaySince(Cpu before, int calls) {
    return micros(gateway.minus(before.gateway), calls);
  }

  private static double micros(Duration time, int calls) {
    return time.toNanos() / 1e3 / calls;
  }
}
