package dev.hefu.crypto;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import java.util.Arrays;
import java.util.Optional;

/**
 * Encryption for storage under a secret of our own: AES-256-GCM with a random nonce in front. One
 * secret is good for 2^32 values.
 */
public final class Aead {
  private Aead() {}

  /**
   * The value, encrypted.
   *
   * @param context where the value is kept; it opens with the same context only
   */
  public static byte[] seal(Secret key, byte[] plaintext, byte[] context) {
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    byte[] sealed = AesGcm.seal(key.read(SecretAccess.granted()), nonce, plaintext, context);
    byte[] out = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, out, nonce.length, sealed.length);
    return out;
  }

  /** The value; empty unless it was sealed with this secret for this context. */
  public static Optional<byte[]> open(Secret key, byte[] sealed, byte[] context) {
    return sealed.length < AesGcm.NONCE_BYTES
        ? Optional.empty()
        : AesGcm.open(
            key.read(SecretAccess.granted()),
            Arrays.copyOf(sealed, AesGcm.NONCE_BYTES),
            Arrays.copyOfRange(sealed, AesGcm.NONCE_BYTES, sealed.length),
            context);
  }
}
