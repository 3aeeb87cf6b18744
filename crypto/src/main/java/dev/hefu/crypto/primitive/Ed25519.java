package dev.hefu.crypto.primitive;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/** Ed25519 signatures (RFC 8032), computed by Bouncy Castle. */
public final class Ed25519 {
  /** Bytes of a private key's seed. */
  public static final int SEED_BYTES = 32;

  /** Bytes of a public key. */
  public static final int PUBLIC_BYTES = 32;

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  private static final int PURE = org.bouncycastle.math.ec.rfc8032.Ed25519.Algorithm.Ed25519;

  private Ed25519() {}

  /** A private key with its public half worked out once. */
  public static final class PrivateKey implements SigningKey {
    private final Ed25519PrivateKeyParameters key;

    /**
     * The key with this seed.
     *
     * @throws IllegalArgumentException if the seed is not {@value #SEED_BYTES} bytes long
     */
    public PrivateKey(byte[] seed) {
      this.key = new Ed25519PrivateKeyParameters(exactly(seed, SEED_BYTES));
    }

    /** The public half. */
    public byte[] publicKey() {
      return key.generatePublicKey().getEncoded();
    }

    @Override
    public byte[] sign(byte[] message) {
      byte[] signature = new byte[SIGNATURE_BYTES];
      key.sign(PURE, null, message, 0, message.length, signature, 0);
      return signature;
    }
  }

  /** A public key, decoded once. */
  public static final class PublicKey implements VerifyingKey {
    private final Ed25519PublicKeyParameters key;

    /**
     * The key with this encoding.
     *
     * @throws IllegalArgumentException if the bytes are no point of the curve
     */
    public PublicKey(byte[] encoded) {
      this.key = new Ed25519PublicKeyParameters(exactly(encoded, PUBLIC_BYTES));
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return signature.length == SIGNATURE_BYTES
          && key.verify(PURE, null, message, 0, message.length, signature, 0);
    }
  }

  private static byte[] exactly(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "an Ed25519 key has " + length + " bytes, these are " + bytes.length);
    }
    return bytes;
  }
}
