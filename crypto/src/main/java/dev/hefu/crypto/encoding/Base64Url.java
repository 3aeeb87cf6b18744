package dev.hefu.crypto.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding (RFC 7515, 2), where each value has exactly one text. */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final int[] UNUSED_BITS = {0, 0, 0b1111, 0b11};

  private Base64Url() {}

  /** The text of the bytes. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** The text of the bytes, as ASCII. */
  public static byte[] ascii(byte[] bytes) {
    return ENCODER.encode(bytes);
  }

  /**
   * Writes the text of the bytes into a buffer, as ASCII.
   *
   * @return how many characters it has
   * @throws IllegalArgumentException if the buffer is too short
   */
  public static int ascii(byte[] bytes, byte[] buffer) {
    return ENCODER.encode(bytes, buffer);
  }

  /** How many characters the text of so many bytes has. */
  public static long chars(long bytes) {
    return (4 * bytes + 2) / 3;
  }

  /** The text of the text's UTF-8 bytes. */
  public static String encodeUtf8(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes; empty unless the text is exactly what {@link #encode} writes. */
  public static Optional<byte[]> decode(String text) {
    int tail = text.length() % 4;
    if (tail == 1 || text.endsWith("=")) {
      return Optional.empty();
    }
    try {
      byte[] bytes = DECODER.decode(text);
      return UNUSED_BITS[tail] == 0 || (value(text) & UNUSED_BITS[tail]) == 0
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The six bits of the last character. */
  private static int value(String text) {
    char last = text.charAt(text.length() - 1);
    if (last >= 'a') {
      return last - 'a' + 26;
    }
    return switch (last) {
      case '-' -> 62;
      case '_' -> 63;
      default -> last >= 'A' ? last - 'A' : last - '0' + 52;
    };
  }
}
