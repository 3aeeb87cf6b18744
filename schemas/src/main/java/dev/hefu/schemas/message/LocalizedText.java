package dev.hefu.schemas.message;

import dev.hefu.schemas.Shape;

/** The same text in English and Chinese. */
public record LocalizedText(String en, String zh) {
  /** Checks the members. */
  public LocalizedText {
    Shape.text("en", en, MAX_CHARS);
    Shape.text("zh", zh, MAX_CHARS);
  }

  /** A name, not a description. */
  private static final int MAX_CHARS = 200;
}
