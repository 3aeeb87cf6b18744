package dev.hefu.crypto.primitive;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * SM2 (GB/T 32918) with SM3: signatures as two numbers of 32 bytes under the standard's default
 * signer id {@code 1234567812345678}, and encryption in the order C1, C3, C2; by Bouncy Castle.
 */
public final class Sm2 {
  /** Bytes of a scalar and of a coordinate. */
  public static final int BYTES = 32;

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 2 * BYTES;

  /** By how many bytes a ciphertext is longer: a point with its mark, and a digest. */
  public static final int OVERHEAD_BYTES = 1 + 2 * BYTES + 32;

  private static final ECDomainParameters DOMAIN = domain();

  private Sm2() {}

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("sm2p256v1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  private static ECPublicKeyParameters publicKey(Coordinates key) {
    if (key.x().length != BYTES || key.y().length != BYTES) {
      throw new IllegalArgumentException("a coordinate of SM2 has " + BYTES + " bytes");
    }
    ECPoint point =
        DOMAIN
            .getCurve()
            .validatePoint(
                BigIntegers.fromUnsignedByteArray(key.x()),
                BigIntegers.fromUnsignedByteArray(key.y()));
    return new ECPublicKeyParameters(point, DOMAIN);
  }

  /** Fresh bytes of a private key; SM2 leaves out the order less one. */
  public static byte[] randomScalar() {
    BigInteger most = DOMAIN.getN().subtract(BigInteger.TWO);
    BigInteger scalar = BigIntegers.createRandomInRange(BigInteger.ONE, most, Providers.random());
    return BigIntegers.asUnsignedByteArray(BYTES, scalar);
  }

  /**
   * Encrypts a key.
   *
   * @throws IllegalArgumentException if the coordinates are no point of the curve
   */
  public static byte[] encrypt(Coordinates recipient, byte[] key) {
    SM2Engine engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
    engine.init(true, new ParametersWithRandom(publicKey(recipient), Providers.random()));
    try {
      return engine.processBlock(key, 0, key.length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("SM2 refused to encrypt", e);
    }
  }

  /** A private key; one key signs or decrypts, never both. */
  public static final class PrivateKey implements SigningKey, DecryptionKey {
    private final ECPrivateKeyParameters key;

    /**
     * The key with this scalar.
     *
     * @throws IllegalArgumentException if it is not {@value #BYTES} bytes or out of range
     */
    public PrivateKey(byte[] scalar) {
      BigInteger number = BigIntegers.fromUnsignedByteArray(scalar);
      BigInteger most = DOMAIN.getN().subtract(BigInteger.TWO);
      if (scalar.length != BYTES || number.signum() == 0 || number.compareTo(most) > 0) {
        throw new IllegalArgumentException("not a private key of SM2");
      }
      this.key = new ECPrivateKeyParameters(number, DOMAIN);
    }

    /** The public half. */
    public Coordinates publicKey() {
      return P256.coordinates(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), key.getD()));
    }

    @Override
    public byte[] sign(byte[] message) {
      SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
      signer.init(true, new ParametersWithRandom(key, Providers.random()));
      signer.update(message, 0, message.length);
      try {
        return signer.generateSignature();
      } catch (CryptoException e) {
        throw new IllegalStateException("SM2 refused to sign", e);
      }
    }

    @Override
    public Optional<byte[]> decrypt(byte[] encapsulated, byte[] info, byte[] ciphertext) {
      if (encapsulated.length != 0 || ciphertext.length <= OVERHEAD_BYTES) {
        return Optional.empty();
      }
      SM2Engine engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
      engine.init(false, key);
      try {
        return Optional.of(engine.processBlock(ciphertext, 0, ciphertext.length));
      } catch (InvalidCipherTextException | IllegalArgumentException e) {
        return Optional.empty(); // no point of the curve, or another digest
      }
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
      this.key = publicKey(coordinates);
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      if (signature.length != SIGNATURE_BYTES) {
        return false;
      }
      SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
      signer.init(false, key);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    }
  }
}
