package dev.hefu.crypto.keys;

import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key-encryption key: the secrets of one owner are kept wrapped under it, and it is kept wrapped
 * under the key above. Whoever destroys it, and its wrapped form, has destroyed all below: for a
 * participant the keys of its data, for a subject their data key and tag key.
 */
final class WrappingKey {
  /** Bytes by which a wrapped secret is longer than the secret. */
  public static final int OVERHEAD_BYTES = AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES;

  private final Secret secret;

  private WrappingKey(Secret secret) {
    this.secret = secret;
  }

  /** The key with these bytes; the secret must wrap and do nothing else. */
  public static WrappingKey of(Secret secret) {
    return new WrappingKey(secret);
  }

  /**
   * The secret encrypted for storage.
   *
   * @param context where it is kept; it opens with the same context only
   * @throws IllegalStateException if this key or the secret was destroyed
   */
  public byte[] wrap(Secret inner, byte[] context) {
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    SecretAccess access = SecretAccess.granted();
    byte[] sealed = AesGcm.seal(secret.read(access), nonce, inner.read(access), context);
    byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
    return wrapped;
  }

  /**
   * The secret; empty unless it was wrapped under this key for this context.
   *
   * @throws IllegalStateException if this key was destroyed
   */
  public Optional<Secret> unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length != Secret.BYTES + OVERHEAD_BYTES) {
      return Optional.empty();
    }
    return AesGcm.open(
            secret.read(SecretAccess.granted()),
            Arrays.copyOf(wrapped, AesGcm.NONCE_BYTES),
            Arrays.copyOfRange(wrapped, AesGcm.NONCE_BYTES, wrapped.length),
            context)
        .map(bytes -> Secret.of(bytes, SecretAccess.granted()));
  }

  /** Overwrites the key; what was wrapped under it cannot be read by this object any more. */
  public void destroy() {
    secret.destroy();
  }

  @Override
  public String toString() {
    return "WrappingKey ***";
  }
}
