package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;

/**
 * The person's yes to what was requested.
 *
 * @param flags what the person agrees to separately; what was not asked for counts for nothing
 * @param language in which the notice was shown, {@code zh} or {@code en}
 */
public record ConsentAcceptance(ConsentGrant.Flags flags, String language) {
  /** Checks the language. */
  public ConsentAcceptance {
    Shape.require(language.equals("zh") || language.equals("en"), "language", "is not zh or en");
  }
}
