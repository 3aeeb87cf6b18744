package dev.hefu.crypto.primitive;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES key wrap (RFC 3394) with its default initial value, computed by the JDK. */
public final class AesKeyWrap {
  /** Bytes by which a wrapped key is longer than the key. */
  public static final int OVERHEAD_BYTES = 8;

  private static final int BLOCK_BYTES = 8;

  /** Two blocks of key and one of check value; a single block is another mode (RFC 3394, 2). */
  private static final int SHORTEST_BYTES = 3 * BLOCK_BYTES;

  private static final String TRANSFORMATION = "AES/KW/NoPadding";

  private AesKeyWrap() {}

  /** The wrapped key. */
  public static byte[] wrap(byte[] keyEncryptionKey, byte[] key) {
    try {
      Cipher cipher = Providers.cipher(TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
      return cipher.doFinal(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key wrap refused a key of " + key.length + " bytes", e);
    }
  }

  /** The key; empty if it was not wrapped under this key. */
  public static Optional<byte[]> unwrap(byte[] keyEncryptionKey, byte[] wrapped) {
    if (wrapped.length < SHORTEST_BYTES || wrapped.length % BLOCK_BYTES != 0) {
      return Optional.empty();
    }
    Cipher cipher = Providers.cipher(TRANSFORMATION);
    try {
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
      return Optional.of(cipher.doFinal(wrapped));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
