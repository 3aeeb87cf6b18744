package dev.hefu.crypto.primitive;

import java.util.Optional;

/** Diffie-Hellman on Curve25519 (RFC 7748), computed by Bouncy Castle. */
public final class X25519 {
  /** Bytes of a private and of a public key. */
  public static final int BYTES = 32;

  private X25519() {}

  /** A private key with its public half worked out once. */
  public static final class PrivateKey implements AgreementKey {
    private final byte[] scalar;
    private final Coordinates publicKey;

    /**
     * The key with this scalar.
     *
     * @throws IllegalArgumentException if it is not {@value #BYTES} bytes long
     */
    public PrivateKey(byte[] scalar) {
      if (scalar.length != BYTES) {
        throw new IllegalArgumentException("an X25519 key has " + BYTES + " bytes");
      }
      this.scalar = scalar.clone();
      byte[] x = new byte[BYTES];
      org.bouncycastle.math.ec.rfc7748.X25519.scalarMultBase(this.scalar, 0, x, 0);
      this.publicKey = Coordinates.ofX(x);
    }

    /** A fresh key. */
    public static PrivateKey random() {
      return new PrivateKey(Providers.randomBytes(BYTES));
    }

    @Override
    public Coordinates publicKey() {
      return publicKey;
    }

    /** The shared secret; empty for a point of small order (RFC 7748, 6.1). */
    @Override
    public Optional<byte[]> agree(Coordinates other) {
      byte[] secret = new byte[BYTES];
      return other.x().length == BYTES
              && other.y().length == 0
              && org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
                  scalar, 0, other.x(), 0, secret, 0)
          ? Optional.of(secret)
          : Optional.empty();
    }
  }
}
