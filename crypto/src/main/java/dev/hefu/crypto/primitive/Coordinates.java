package dev.hefu.crypto.primitive;

/**
 * The members {@code x} and {@code y} of a public key.
 *
 * @param y of no length on curves that have only {@code x}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Coordinates(byte[] x, byte[] y) {
  private static final byte[] NONE = {};

  static Coordinates ofX(byte[] x) {
    return new Coordinates(x, NONE);
  }
}
