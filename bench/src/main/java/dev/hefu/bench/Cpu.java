package dev.hefu.bench;

import java.time.Duration;

/** Processor time by process: the gateway's, PostgreSQL's, and of driver and provider together. */
record Cpu(Duration gateway, Duration database, Duration driver) {
  /** Microseconds of PostgreSQL, driver and provider that one of these calls took on average. */
  String since(Cpu before, long calls) {
    return "PostgreSQL %.0f, driver and provider %.0f µs"
        .formatted(databaseSince(before, calls), driverSince(before, calls));
  }

  double gatewaySince(Cpu before, long calls) {
    return micros(gateway.minus(before.gateway), calls);
  }

  double databaseSince(Cpu before, long calls) {
    return micros(database.minus(before.database), calls);
  }

  double driverSince(Cpu before, long calls) {
    return micros(driver.minus(before.driver), calls);
  }

  private static double micros(Duration time, long calls) {
    return time.toNanos() / 1e3 / calls;
  }
}
