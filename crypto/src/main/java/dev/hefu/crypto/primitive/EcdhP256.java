package dev.hefu.crypto.primitive;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/** Diffie-Hellman on P-256 (SP 800-56A), computed by Bouncy Castle. */
public final class EcdhP256 {
  private EcdhP256() {}

  /** Whether the coordinates are a point of the curve. */
  public static boolean isPublicKey(Coordinates key) {
    try {
      P256.point(key);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A private key with its public half worked out once. */
  public static final class PrivateKey implements AgreementKey {
    private final BigInteger scalar;
    private final Coordinates publicKey;

    /**
     * The key with this scalar.
     *
     * @throws IllegalArgumentException if it is not 32 bytes or out of range
     */
    public PrivateKey(byte[] scalar) {
      this.scalar = P256.scalar(scalar);
      this.publicKey = P256.coordinates(P256.multiplyBase(this.scalar));
    }

    /** A fresh key. */
    public static PrivateKey random() {
      return new PrivateKey(P256.randomScalar());
    }

    @Override
    public Coordinates publicKey() {
      return publicKey;
    }

    @Override
    public Optional<byte[]> agree(Coordinates other) {
      ECPoint point;
      try {
        point = P256.point(other);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      ECPoint shared = point.multiply(scalar).normalize();
      return Optional.of(shared.getAffineXCoord().getEncoded());
    }
  }
}
