package dev.hefu.settlement.event;

import java.util.Locale;
import java.util.Optional;

/** What selectors may ask of a line. */
public enum Attribute {
  BRAND,
  SKU,
  GROUP,
  CHANNEL,
  STORE,
  ZONE,
  KIND,
  /** The owner of the order. */
  SELLER;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** Its name in documents. */
  public String word() {
    return word;
  }

  /** The attribute of a name in documents. */
  public static Optional<Attribute> of(String word) {
    for (Attribute attribute : values()) {
      if (attribute.word.equals(word)) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }
}
