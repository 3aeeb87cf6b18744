package dev.hefu.crypto.primitive;

/** A private key that signs. */
public sealed interface SigningKey
    permits Ed25519.PrivateKey, Es256.PrivateKey, HybridSignature.PrivateKey, Sm2.PrivateKey {
  /** The signature of the message, in the form of JWS. */
  byte[] sign(byte[] message);
}
