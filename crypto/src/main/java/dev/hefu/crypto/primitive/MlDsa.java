package dev.hefu.crypto.primitive;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA signatures (FIPS 204) with the empty context, hedged, computed by Bouncy Castle. */
@SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle's parameters are constants
public enum MlDsa {
  /** Category 2, for checkpoints. */
  ML_DSA_44(MLDSAParameters.ml_dsa_44, 1_312, 2_420),
  /** Category 3, for messages. */
  ML_DSA_65(MLDSAParameters.ml_dsa_65, 1_952, 3_309);

  /** Bytes of a private key's seed. */
  public static final int SEED_BYTES = 32;

  private final MLDSAParameters parameters;
  private final int publicBytes;
  private final int signatureBytes;

  MlDsa(MLDSAParameters parameters, int publicBytes, int signatureBytes) {
    this.parameters = parameters;
    this.publicBytes = publicBytes;
    this.signatureBytes = signatureBytes;
  }

  /** Bytes of a public key. */
  public int publicBytes() {
    return publicBytes;
  }

  /** Bytes of a signature. */
  public int signatureBytes() {
    return signatureBytes;
  }

  /** A private key, expanded once. */
  public static final class PrivateKey {
    private final MLDSAPrivateKeyParameters key;

    /**
     * The key with this seed.
     *
     * @throws IllegalArgumentException if the seed is not {@value #SEED_BYTES} bytes long
     */
    public PrivateKey(MlDsa level, byte[] seed) {
      if (seed.length != SEED_BYTES) {
        throw new IllegalArgumentException("a seed of ML-DSA has " + SEED_BYTES + " bytes");
      }
      this.key = new MLDSAPrivateKeyParameters(level.parameters, seed);
    }

    /** The public half. */
    public byte[] publicKey() {
      return key.getPublicKey();
    }

    /** The signature of the message. */
    public byte[] sign(byte[] message) {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, new ParametersWithRandom(key, Providers.random()));
      signer.update(message, 0, message.length);
      try {
        return signer.generateSignature();
      } catch (CryptoException e) {
        throw new IllegalStateException("ML-DSA refused to sign", e);
      }
    }
  }

  /** A public key. */
  public static final class PublicKey {
    private final MlDsa level;
    private final MLDSAPublicKeyParameters key;

    /**
     * The key with this encoding.
     *
     * @throws IllegalArgumentException if it is not as long as the level's keys
     */
    public PublicKey(MlDsa level, byte[] encoded) {
      if (encoded.length != level.publicBytes) {
        throw new IllegalArgumentException(
            "a key of " + level + " has " + level.publicBytes + " bytes, not " + encoded.length);
      }
      this.level = level;
      this.key = new MLDSAPublicKeyParameters(level.parameters, encoded);
    }

    /** Whether the signature is this key's over the message; never throws. */
    public boolean verify(byte[] message, byte[] signature) {
      if (signature.length != level.signatureBytes) {
        return false;
      }
      MLDSASigner signer = new MLDSASigner();
      signer.init(false, key);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    }
  }
}
