package dev.hefu.gateway.demo.world;

import java.time.LocalDate;
import java.time.temporal.JulianFields;

/** TPC-DS names a day by its Julian day number, which is the key of its date table. */
final class JulianDay {
  private JulianDay() {}

  static LocalDate date(int julianDay) {
    return LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, julianDay);
  }
}
