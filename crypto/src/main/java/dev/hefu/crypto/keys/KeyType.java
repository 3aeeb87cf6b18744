package dev.hefu.crypto.keys;

/** The kinds of public keys that we take, each bound to one use and one algorithm. */
public enum KeyType {
  /** Ed25519, for signatures. */
  ED25519("OKP", "Ed25519", KeyUse.SIGNATURE, "EdDSA"),
  /** P-256, for signatures. */
  ES256("EC", "P-256", KeyUse.SIGNATURE, "ES256"),
  /** X25519, to be sealed to. */
  X25519("OKP", "X25519", KeyUse.ENCRYPTION, "ECDH-ES+A256KW"),
  /** P-256, to be sealed to. */
  ECDH_P256("EC", "P-256", KeyUse.ENCRYPTION, "ECDH-ES+A256KW");

  /** The later name of {@code EdDSA} with this curve (RFC 9864). */
  private static final String ED25519_RFC_9864 = "Ed25519";

  private final String kty;
  private final String crv;
  private final KeyUse use;
  private final String algorithm;

  KeyType(String kty, String crv, KeyUse use, String algorithm) {
    this.kty = kty;
    this.crv = crv;
    this.use = use;
    this.algorithm = algorithm;
  }

  /** The member {@code kty}. */
  public String kty() {
    return kty;
  }

  /** The member {@code crv}. */
  public String crv() {
    return crv;
  }

  /** What the key is for. */
  public KeyUse use() {
    return use;
  }

  /** The name of the algorithm that we write. */
  public String algorithm() {
    return algorithm;
  }

  /** Whether a header with this {@code alg} may go with such a key. */
  public boolean allows(String alg) {
    return alg.equals(algorithm) || (this == ED25519 && alg.equals(ED25519_RFC_9864));
  }
}
