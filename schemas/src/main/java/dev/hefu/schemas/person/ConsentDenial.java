package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;

/**
 * The person's no to what was requested.
 *
 * @param language in which the notice was shown, {@code zh} or {@code en}
 */
public record ConsentDenial(String language) {
  /** Checks the language. */
  public ConsentDenial {
    Shape.require(language.equals("zh") || language.equals("en"), "language", "is not zh or en");
  }
}
