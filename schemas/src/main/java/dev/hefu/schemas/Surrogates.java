package dev.hefu.schemas;

/** The one rule of Unicode that Java strings may break. */
final class Surrogates {
  private Surrogates() {}

  /** Whether every high surrogate is followed by a low one and no low one stands alone. */
  static boolean paired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
