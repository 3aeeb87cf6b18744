package dev.hefu.crypto.primitive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ed25519 and ML-DSA-65 over the same bytes, one behind the other: forging takes breaking both, and
 * what lacks one of them is no signature.
 */
public final class HybridSignature {
  /** Bytes of a public key: both halves, Ed25519 first. */
  public static final int PUBLIC_BYTES = Ed25519.PUBLIC_BYTES + MlDsa.ML_DSA_65.publicBytes();

  /** Bytes of a signature: both halves, Ed25519 first. */
  public static final int SIGNATURE_BYTES =
      Ed25519.SIGNATURE_BYTES + MlDsa.ML_DSA_65.signatureBytes();

  private HybridSignature() {}

  /** A private key: both halves are derived from one seed by HKDF. */
  public static final class PrivateKey implements SigningKey {
    private final Ed25519.PrivateKey first;
    private final MlDsa.PrivateKey second;

    /** The key with this seed of 32 bytes. */
    public PrivateKey(byte[] seed) {
      this.first = new Ed25519.PrivateKey(half(seed, "Ed25519"));
      this.second = new MlDsa.PrivateKey(MlDsa.ML_DSA_65, half(seed, "ML-DSA-65"));
    }

    private static byte[] half(byte[] seed, String label) {
      byte[] info = label.getBytes(StandardCharsets.US_ASCII);
      return KeyDerivation.hkdf(seed, new byte[0], info, MlDsa.SEED_BYTES);
    }

    /** The public half. */
    public byte[] publicKey() {
      return joined(first.publicKey(), second.publicKey());
    }

    @Override
    public byte[] sign(byte[] message) {
      return joined(first.sign(message), second.sign(message));
    }
  }

  /** A public key. */
  public static final class PublicKey implements VerifyingKey {
    private final Ed25519.PublicKey first;
    private final MlDsa.PublicKey second;

    /**
     * The key with this encoding.
     *
     * @throws IllegalArgumentException if it is not {@link #PUBLIC_BYTES} long or its first half no
     *     point
     */
    public PublicKey(byte[] encoded) {
      if (encoded.length != PUBLIC_BYTES) {
        throw new IllegalArgumentException("such a key has " + PUBLIC_BYTES + " bytes");
      }
      this.first = new Ed25519.PublicKey(Arrays.copyOf(encoded, Ed25519.PUBLIC_BYTES));
      this.second =
          new MlDsa.PublicKey(
              MlDsa.ML_DSA_65, Arrays.copyOfRange(encoded, Ed25519.PUBLIC_BYTES, PUBLIC_BYTES));
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      if (signature.length != SIGNATURE_BYTES) {
        return false;
      }
      int cut = Ed25519.SIGNATURE_BYTES;
      return first.verify(message, Arrays.copyOf(signature, cut))
          && second.verify(message, Arrays.copyOfRange(signature, cut, SIGNATURE_BYTES));
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
