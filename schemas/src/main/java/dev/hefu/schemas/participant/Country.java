package dev.hefu.schemas.participant;

import dev.hefu.schemas.Shape;

/**
 * Where a participant processes data from now on.
 *
 * @param country ISO 3166-1 code, two capitals
 */
public record Country(String country) {
  /** Checks the code. */
  public Country {
    Shape.matches(Shape.COUNTRY, "country", country);
  }
}
