package dev.hefu.crypto.primitive;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/** ECDSA on P-256 with SHA-256, signatures as two numbers of 32 bytes (RFC 7518, 3.4). */
public final class Es256 {
  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 2 * P256.BYTES;

  private Es256() {}

  /** A private key; its signatures need no randomness (RFC 6979). */
  public static final class PrivateKey implements SigningKey {
    private final ECPrivateKeyParameters key;

    /**
     * The key with this scalar.
     *
     * @throws IllegalArgumentException if it is not 32 bytes or out of range
     */
    public PrivateKey(byte[] scalar) {
      this.key = new ECPrivateKeyParameters(P256.scalar(scalar), P256.DOMAIN);
    }

    /** Fresh bytes of a private key. */
    public static byte[] randomScalar() {
      return P256.randomScalar();
    }

    /** The public half. */
    public Coordinates publicKey() {
      return P256.coordinates(P256.multiplyBase(key.getD()));
    }

    @Override
    public byte[] sign(byte[] message) {
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, key);
      BigInteger[] pair = signer.generateSignature(Providers.sha256(message));
      byte[] signature = new byte[SIGNATURE_BYTES];
      BigIntegers.asUnsignedByteArray(pair[0], signature, 0, P256.BYTES);
      BigIntegers.asUnsignedByteArray(pair[1], signature, P256.BYTES, P256.BYTES);
      return signature;
    }
  }

  /** A public key, decoded and checked once. */
  public static final class PublicKey implements VerifyingKey {
    private final ECPublicKeyParameters key;

    /**
     * The key with these coordinates.
     *
     * @throws IllegalArgumentException if they are no point of the curve
     */
    public PublicKey(Coordinates coordinates) {
      this.key = new ECPublicKeyParameters(P256.point(coordinates), P256.DOMAIN);
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      if (signature.length != SIGNATURE_BYTES) {
        return false;
      }
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      return signer.verifySignature(
          Providers.sha256(message),
          BigIntegers.fromUnsignedByteArray(Arrays.copyOf(signature, P256.BYTES)),
          BigIntegers.fromUnsignedByteArray(
              Arrays.copyOfRange(signature, P256.BYTES, SIGNATURE_BYTES)));
    }
  }
}
