package dev.hefu.crypto.log;

import java.util.Base64;
import java.util.Optional;

/** One signature line of a note: the key's name, and the key's id with the signature. */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record NoteSignature(String name, byte[] bytes) {
  private static final String MARK = "\u2014 ";

  /** The line without its newline. */
  String text() {
    return MARK + name + " " + Base64.getEncoder().encodeToString(bytes);
  }

  static Optional<NoteSignature> parse(String line) {
    int gap = line.lastIndexOf(' ');
    if (!line.startsWith(MARK) || gap < MARK.length()) {
      return Optional.empty();
    }
    String name = line.substring(MARK.length(), gap);
    return isName(name)
        ? base64(line.substring(gap + 1)).map(bytes -> new NoteSignature(name, bytes))
        : Optional.empty();
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** The bytes of canonical standard base64. */
  static Optional<byte[]> base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
