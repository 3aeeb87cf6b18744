package dev.hefu.crypto.primitive;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** SM4 in Galois/Counter mode (RFC 8998) with a 96-bit nonce and a 128-bit tag, Bouncy Castle's. */
public final class Sm4Gcm {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 16;

  private Sm4Gcm() {}

  /** The ciphertext with its tag. */
  public static byte[] seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] aad) {
    try {
      return run(true, key, nonce, plaintext, aad);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("SM4-GCM refused to encrypt", e);
    }
  }

  /** Hands out the ciphertext in pieces, as {@link AesGcm} does, and returns the tag. */
  public static byte[] seal(
      byte[] key, byte[] nonce, byte[] plaintext, byte[] aad, ObjIntConsumer<byte[]> pieces) {
    byte[] sealed = seal(key, nonce, plaintext, aad);
    for (int from = 0; from < plaintext.length; from += AesGcm.PIECE_BYTES) {
      int to = Math.min(plaintext.length, from + AesGcm.PIECE_BYTES);
      pieces.accept(Arrays.copyOfRange(sealed, from, to), to - from);
    }
    return Arrays.copyOfRange(sealed, plaintext.length, sealed.length);
  }

  /** The plaintext; empty if the tag is not the ciphertext's under this key, nonce and data. */
  public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] sealed, byte[] aad) {
    if (sealed.length < AesGcm.TAG_BYTES || nonce.length != AesGcm.NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(run(false, key, nonce, sealed, aad));
    } catch (InvalidCipherTextException e) {
      return Optional.empty();
    }
  }

  private static byte[] run(boolean seal, byte[] key, byte[] nonce, byte[] in, byte[] aad)
      throws InvalidCipherTextException {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("an SM4 key has " + KEY_BYTES + " bytes");
    }
    GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
    cipher.init(seal, new AEADParameters(new KeyParameter(key), 8 * AesGcm.TAG_BYTES, nonce, aad));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    int length = cipher.processBytes(in, 0, in.length, out, 0);
    length += cipher.doFinal(out, length);
    return length == out.length ? out : Arrays.copyOf(out, length);
  }
}
