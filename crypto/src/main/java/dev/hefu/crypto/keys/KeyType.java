package dev.hefu.crypto.keys;

/** The kinds of public keys that we take, each bound to one use and one algorithm. */
public enum KeyType {
  /** Ed25519, for signatures. */
  ED25519("OKP", "Ed25519", KeyUse.SIGNATURE, "EdDSA", Suite.INTL_2026),
  /** P-256, for signatures. */
  ES256("EC", "P-256", KeyUse.SIGNATURE, "ES256", Suite.INTL_2026),
  /** X25519, to be sealed to. */
  X25519("OKP", "X25519", KeyUse.ENCRYPTION, "ECDH-ES+A256KW", Suite.INTL_2026),
  /** P-256, to be sealed to. */
  ECDH_P256("EC", "P-256", KeyUse.ENCRYPTION, "ECDH-ES+A256KW", Suite.INTL_2026),
  /** Ed25519 and ML-DSA-65 together, for signatures; the name is ours. */
  HYBRID("AKP", "", KeyUse.SIGNATURE, "Ed25519+ML-DSA-65", Suite.PQ_2026),
  /** X-Wing, to be sealed to; the name is ours until one is registered. */
  X_WING("AKP", "", KeyUse.ENCRYPTION, "HPKE-XWING-KE", Suite.PQ_2026),
  /** SM2, for signatures with SM3; the name is ours. */
  SM2_SIGNATURE("EC", "SM2", KeyUse.SIGNATURE, "SM2-SM3", Suite.SM_2026),
  /** SM2, to be sealed to; the name is ours. */
  SM2_ENCRYPTION("EC", "SM2", KeyUse.ENCRYPTION, "SM2", Suite.SM_2026);

  /** Key pairs that only their algorithm describes (draft-ietf-cose-dilithium). */
  static final String ALGORITHM_KEY_PAIR = "AKP";

  /** The later name of {@code EdDSA} with this curve (RFC 9864). */
  private static final String ED25519_RFC_9864 = "Ed25519";

  private final String kty;
  private final String crv;
  private final KeyUse use;
  private final String algorithm;
  private final Suite suite;

  KeyType(String kty, String crv, KeyUse use, String algorithm, Suite suite) {
    this.kty = kty;
    this.crv = crv;
    this.use = use;
    this.algorithm = algorithm;
    this.suite = suite;
  }

  /** The member {@code kty}. */
  public String kty() {
    return kty;
  }

  /** The member {@code crv}; empty text where the algorithm says it all. */
  public String crv() {
    return crv;
  }

  /** What the key is for. */
  public KeyUse use() {
    return use;
  }

  /** The set of algorithms that the key belongs to. */
  public Suite suite() {
    return suite;
  }

  /** Whether the key is one value under the member {@code pub}. */
  boolean isAlgorithmKeyPair() {
    return kty.equals(ALGORITHM_KEY_PAIR);
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
