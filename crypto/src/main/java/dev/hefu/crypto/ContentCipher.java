package dev.hefu.crypto;

import dev.hefu.crypto.keys.Suite;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Sm4Gcm;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** The cipher of a suite's content; both have nonces of 12 and tags of 16 bytes. */
final class ContentCipher {
  private ContentCipher() {}

  /** Hands out the ciphertext in pieces of whole base64 groups and returns the tag. */
  static byte[] seal(
      Suite suite,
      byte[] key,
      byte[] nonce,
      byte[] plaintext,
      byte[] aad,
      ObjIntConsumer<byte[]> pieces) {
    return switch (suite) {
      case INTL_2026, PQ_2026 -> AesGcm.seal(key, nonce, plaintext, aad, pieces);
      case SM_2026 -> Sm4Gcm.seal(key, nonce, plaintext, aad, pieces);
    };
  }

  static Optional<byte[]> open(Suite suite, byte[] key, byte[] nonce, byte[] sealed, byte[] aad) {
    return switch (suite) {
      case INTL_2026, PQ_2026 -> AesGcm.open(key, nonce, sealed, aad);
      case SM_2026 -> Sm4Gcm.open(key, nonce, sealed, aad);
    };
  }
}
