package dev.hefu.crypto.log;

import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** One signature line of a note: the key's name, and the key's id with the signature. */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record NoteSignature(String name, byte[] bytes) {
  /** Bytes of a key's id in front of every signature. */
  static final int ID_BYTES = 4;

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

  /** The id that the standard recommends for a key of this type. */
  static byte[] keyId(String name, byte type, byte[] publicKey) {
    byte[] digest =
        Providers.sha256(
            (name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {type}, publicKey);
    return Arrays.copyOf(digest, ID_BYTES);
  }

  /** A line by the key with this name and id. */
  static NoteSignature by(String name, byte[] id, byte[] signature) {
    byte[] bytes = Arrays.copyOf(id, ID_BYTES + signature.length);
    System.arraycopy(signature, 0, bytes, ID_BYTES, signature.length);
    return new NoteSignature(name, bytes);
  }

  /** Whether the line claims to be by the key with this name and id. */
  boolean isBy(String keyName, byte[] id) {
    return name.equals(keyName)
        && bytes.length >= ID_BYTES
        && Arrays.equals(bytes, 0, ID_BYTES, id, 0, ID_BYTES);
  }

  /** The signature behind the id. */
  byte[] signature() {
    return Arrays.copyOfRange(bytes, ID_BYTES, bytes.length);
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
