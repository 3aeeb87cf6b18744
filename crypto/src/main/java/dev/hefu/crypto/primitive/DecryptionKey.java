package dev.hefu.crypto.primitive;

import java.util.Optional;

/** A private key that opens a short key which was encrypted to its public half. */
public sealed interface DecryptionKey permits XWing.PrivateKey, Sm2.PrivateKey {
  /**
   * The key inside; empty if it was not encrypted to this key with this information.
   *
   * @param encapsulated the sender's share, of no length where the ciphertext holds it
   * @param info what both sides bind to the key, unused where the algorithm knows nothing like it
   */
  Optional<byte[]> decrypt(byte[] encapsulated, byte[] info, byte[] ciphertext);
}
