package dev.hefu.settlement.agreement;

import java.util.Optional;
import java.util.function.Function;

/** How documents spell a choice: as a fixed word, or as a prefix and the name that it is about. */
final class Spelling {
  private Spelling() {}

  /** The one of them that is spelled so; empty if none is. */
  static <T> Optional<T> word(T[] all, Function<T, String> spelled, String text) {
    for (T each : all) {
      if (spelled.apply(each).equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The name after a prefix; empty if the text does not begin with it, or has no name. */
  static Optional<String> after(String prefix, String text) {
    return text.startsWith(prefix) && text.length() > prefix.length()
        ? Optional.of(text.substring(prefix.length()))
        : Optional.empty();
  }
}
