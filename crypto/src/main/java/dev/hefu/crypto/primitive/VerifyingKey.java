package dev.hefu.crypto.primitive;

/** A public key that checks signatures. */
public sealed interface VerifyingKey
    permits Ed25519.PublicKey, Es256.PublicKey, HybridSignature.PublicKey, Sm2.PublicKey {
  /** Whether the signature, in the form of JWS, is this key's over the message; never throws. */
  boolean verify(byte[] message, byte[] signature);
}
