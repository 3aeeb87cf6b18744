package dev.hefu.crypto.primitive;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES key wrap (RFC 3394) with its default initial value, on the JDK's AES. Unwrapping takes the
 * same steps whether the check value fits or not; the JDK's own throws, which takes 2 µs longer.
 */
public final class AesKeyWrap {
  /** Bytes by which a wrapped key is longer than the key. */
  public static final int OVERHEAD_BYTES = 8;

  private static final int BLOCK_BYTES = 8;

  /** Two blocks of key and one of check value; a single block is another mode (RFC 3394, 2). */
  private static final int SHORTEST_BYTES = 3 * BLOCK_BYTES;

  private static final String TRANSFORMATION = "AES/KW/NoPadding";

  private static final int ROUNDS = 6;

  /** The default initial value (RFC 3394, 2.2.3.1). */
  private static final byte[] CHECK = {
    (byte) 0xa6, (byte) 0xa6, (byte) 0xa6, (byte) 0xa6,
    (byte) 0xa6, (byte) 0xa6, (byte) 0xa6, (byte) 0xa6
  };

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
    byte[] key = Arrays.copyOfRange(wrapped, BLOCK_BYTES, wrapped.length);
    byte[] check =
        unwrapInPlace(blocks(keyEncryptionKey), Arrays.copyOf(wrapped, 2 * BLOCK_BYTES), key);
    return MessageDigest.isEqual(CHECK, check) ? Optional.of(key) : Optional.empty();
  }

  /**
   * The steps of RFC 3394, 2.2.2, on the key's blocks.
   *
   * @param block the check value's block and room for one of the key's
   * @return the check value that comes out
   */
  private static byte[] unwrapInPlace(Cipher aes, byte[] block, byte[] key) {
    int blocks = key.length / BLOCK_BYTES;
    for (int step = ROUNDS * blocks; step >= 1; step--) {
      int at = (step - 1) % blocks * BLOCK_BYTES;
      for (int place = BLOCK_BYTES - 1, rest = step; rest != 0; place--, rest >>>= Byte.SIZE) {
        block[place] ^= (byte) rest;
      }
      System.arraycopy(key, at, block, BLOCK_BYTES, BLOCK_BYTES);
      try {
        aes.update(block, 0, block.length, block, 0);
      } catch (ShortBufferException e) {
        throw new IllegalStateException("AES does not keep a block's length", e);
      }
      System.arraycopy(block, BLOCK_BYTES, key, at, BLOCK_BYTES);
    }
    return Arrays.copyOf(block, BLOCK_BYTES);
  }

  private static Cipher blocks(byte[] keyEncryptionKey) {
    Cipher aes = Providers.cipher("AES/ECB/NoPadding");
    try {
      aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
      return aes;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused a key", e);
    }
  }
}
