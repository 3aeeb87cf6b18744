package dev.hefu.crypto.primitive;

import java.util.Optional;

/** A private key that agrees on a secret with the holder of another one (ECDH). */
public sealed interface AgreementKey permits X25519.PrivateKey, EcdhP256.PrivateKey {
  /** The public half as the coordinates of a JWK: {@code x}, and {@code y} on P-256. */
  Coordinates publicKey();

  /** The secret shared with the holder of the other key; empty if that is no usable point. */
  Optional<byte[]> agree(Coordinates other);
}
