package dev.hefu.crypto.primitive;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** The curve P-256 (FIPS 186-5) with Bouncy Castle's arithmetic for just this field. */
final class P256 {
  /** Bytes of a scalar and of a coordinate. */
  static final int BYTES = 32;

  static final ECDomainParameters DOMAIN = domain();

  private P256() {}

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  /**
   * The point with these coordinates.
   *
   * @throws IllegalArgumentException if they are not {@value #BYTES} bytes each or no point of the
   *     curve
   */
  static ECPoint point(Coordinates key) {
    if (key.x().length != BYTES || key.y().length != BYTES) {
      throw new IllegalArgumentException("a coordinate of P-256 has " + BYTES + " bytes");
    }
    ECCurve curve = DOMAIN.getCurve();
    return curve.validatePoint(
        BigIntegers.fromUnsignedByteArray(key.x()), BigIntegers.fromUnsignedByteArray(key.y()));
  }

  static Coordinates coordinates(ECPoint point) {
    ECPoint affine = point.normalize();
    return new Coordinates(
        affine.getAffineXCoord().getEncoded(), affine.getAffineYCoord().getEncoded());
  }

  /**
   * The scalar with these bytes.
   *
   * @throws IllegalArgumentException if they are not {@value #BYTES} bytes or out of range
   */
  static BigInteger scalar(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a private key of P-256 has " + BYTES + " bytes");
    }
    return DOMAIN.validatePrivateScalar(BigIntegers.fromUnsignedByteArray(bytes));
  }

  /** Fresh bytes of a private key. */
  static byte[] randomScalar() {
    BigInteger most = DOMAIN.getN().subtract(BigInteger.ONE);
    return bytes(BigIntegers.createRandomInRange(BigInteger.ONE, most, Providers.random()));
  }

  static ECPoint multiplyBase(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar);
  }

  static byte[] bytes(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(BYTES, number);
  }
}
