package dev.hefu.crypto.primitive;

import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * HPKE (RFC 9180) in base mode with X-Wing (ML-KEM-768 and X25519), HKDF-SHA-256 and AES-256-GCM,
 * computed by Bouncy Castle; for keys only, payloads go through {@link AesGcm}.
 */
public final class XWing {
  /** Bytes of a private key's seed. */
  public static final int SEED_BYTES = 32;

  /** Bytes of a public key. */
  public static final int PUBLIC_BYTES = 1_216;

  /** Bytes of an encapsulated share. */
  public static final int ENCAPSULATED_BYTES = 1_120;

  private static final byte[] NO_AAD = {};

  private XWing() {}

  private static HPKE hpke() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  /** An encrypted key with the sender's share. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  public record Encrypted(byte[] encapsulated, byte[] ciphertext) {}

  /**
   * Encrypts a key.
   *
   * @throws IllegalArgumentException if the public key is not {@value #PUBLIC_BYTES} bytes long
   */
  public static Encrypted encrypt(byte[] publicKey, byte[] info, byte[] key) {
    if (publicKey.length != PUBLIC_BYTES) {
      throw new IllegalArgumentException("a key of X-Wing has " + PUBLIC_BYTES + " bytes");
    }
    HPKEContextWithEncapsulation context =
        hpke().setupBaseS(new XWingPublicKeyParameters(publicKey), info);
    try {
      return new Encrypted(context.getEncapsulation(), context.seal(NO_AAD, key));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("HPKE refused to seal", e);
    }
  }

  /** A private key with its public half worked out once. */
  public static final class PrivateKey implements DecryptionKey {
    private final AsymmetricCipherKeyPair pair;
    private final byte[] publicKey;

    /**
     * The key with this seed.
     *
     * @throws IllegalArgumentException if the seed is not {@value #SEED_BYTES} bytes long
     */
    public PrivateKey(byte[] seed) {
      if (seed.length != SEED_BYTES) {
        throw new IllegalArgumentException("a seed of X-Wing has " + SEED_BYTES + " bytes");
      }
      XWingPrivateKeyParameters key = new XWingPrivateKeyParameters(seed);
      this.pair = new AsymmetricCipherKeyPair(key.getPublicKeyParameters(), key);
      this.publicKey = key.getPublicKeyParameters().getEncoded();
    }

    /** The public half. */
    public byte[] publicKey() {
      return publicKey.clone();
    }

    @Override
    public Optional<byte[]> decrypt(byte[] encapsulated, byte[] info, byte[] ciphertext) {
      if (encapsulated.length != ENCAPSULATED_BYTES) {
        return Optional.empty();
      }
      try {
        return Optional.of(hpke().setupBaseR(encapsulated, pair, info).open(NO_AAD, ciphertext));
      } catch (InvalidCipherTextException e) {
        return Optional.empty();
      }
    }
  }
}
