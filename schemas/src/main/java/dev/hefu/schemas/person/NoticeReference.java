package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;

/**
 * The notice that was shown, in the language it was shown in.
 *
 * @param language {@code zh} or {@code en}
 */
public record NoticeReference(String id, int version, String language) {
  /** Checks the members. */
  public NoticeReference {
    Shape.dataset("id", id);
    Shape.version("version", version);
    Shape.require(language.equals("zh") || language.equals("en"), "language", "is not zh or en");
  }
}
