package dev.hefu.bench.measure;

import java.time.Duration;

/** Processor time by process: the gateway's, PostgreSQL's, and of driver and provider together. */
public record Cpu(Duration gateway, Duration database, Duration driver) {
  /** Microseconds of PostgreSQL, driver and provider that one of these calls took on average. */
  public String since(Cpu before, long calls) {
    return "PostgreSQL %.0f, driver and provider %.0f µs"
        .formatted(databaseSince(before, calls), driverSince(before, calls));
  }

  /** Microseconds of the gateway that one call took. */
  public double gatewaySince(Cpu before, long calls) {
    return micros(gateway.minus(before.gateway), calls);
  }

  /** Microseconds of PostgreSQL that one call took. */
  public double databaseSince(Cpu before, long calls) {
    return micros(database.minus(before.database), calls);
  }

  /** Microseconds of driver and provider that one call took. */
  public double driverSince(Cpu before, long calls) {
    return micros(driver.minus(before.driver), calls);
  }

  private static double micros(Duration time, long calls) {
    return time.toNanos() / 1e3 / calls;
  }
}
