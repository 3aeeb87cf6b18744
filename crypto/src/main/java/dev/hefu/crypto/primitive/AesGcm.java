package dev.hefu.crypto.primitive;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in Galois/Counter mode with a 96-bit nonce and a 128-bit tag, computed by the JDK. */
public final class AesGcm {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  /** Bytes of a nonce, which must never be used twice under one key. */
  public static final int NONCE_BYTES = 12;

  /** Bytes of the tag at the end of the ciphertext. */
  public static final int TAG_BYTES = 16;

  /** Small enough for a core's own cache; whole blocks, and whole groups of base64. */
  public static final int PIECE_BYTES = 24 * 1024;

  private AesGcm() {}

  /** The ciphertext with its tag. */
  public static byte[] seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] aad) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  /**
   * Hands out the ciphertext in pieces of {@link #PIECE_BYTES}, the last one shorter, while they
   * are in the cache.
   *
   * @param pieces gets a buffer, which is used again afterwards, and how many of its bytes count
   * @return the tag
   */
  public static byte[] seal(
      byte[] key, byte[] nonce, byte[] plaintext, byte[] aad, ObjIntConsumer<byte[]> pieces) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad);
      int whole = Math.max(0, plaintext.length - 1) / PIECE_BYTES * PIECE_BYTES;
      byte[] piece = new byte[whole == 0 ? 0 : PIECE_BYTES];
      for (int from = 0; from < whole; from += PIECE_BYTES) {
        pieces.accept(piece, cipher.update(plaintext, from, PIECE_BYTES, piece, 0));
      }
      byte[] rest = cipher.doFinal(plaintext, whole, plaintext.length - whole);
      int tag = rest.length - TAG_BYTES;
      pieces.accept(rest, tag);
      return Arrays.copyOfRange(rest, tag, rest.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  /** The plaintext; empty if the tag is not the ciphertext's under this key, nonce and data. */
  public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] sealed, byte[] aad) {
    if (sealed.length < TAG_BYTES || nonce.length != NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, aad).doFinal(sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to decrypt", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("an AES-256 key has " + KEY_BYTES + " bytes");
    }
    Cipher cipher = Providers.cipher("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
