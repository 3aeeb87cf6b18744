package dev.hefu.crypto;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.KeyDerivation;

/** Keyed digests that stand for values without telling them. */
public final class Hmac {
  private Hmac() {}

  /**
   * HMAC-SHA-256 over the parts, each after its length in four bytes, so that no two lists of parts
   * are the same message.
   *
   * @return 32 bytes
   */
  public static byte[] sha256(Secret key, byte[]... parts) {
    byte[][] framed = new byte[2 * parts.length][];
    for (int i = 0; i < parts.length; i++) {
      framed[2 * i] = KeyDerivation.int32(parts[i].length);
      framed[2 * i + 1] = parts[i];
    }
    return KeyDerivation.hmac(key.read(SecretAccess.granted()), framed);
  }
}
