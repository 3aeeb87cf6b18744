package dev.hefu.bench.crypto;

import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.Ed25519;
import dev.hefu.crypto.primitive.Es256;
import dev.hefu.crypto.primitive.MlDsa;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.primitive.Sm2;
import dev.hefu.crypto.primitive.Sm4Gcm;
import dev.hefu.crypto.primitive.X25519;
import dev.hefu.crypto.primitive.XWing;

/** The bare primitives, each with a key of its own, over one message. */
final class BareKeys {
  private static final int SEED_BYTES = 32;
  private static final byte[] MESSAGE = new byte[1024];
  private static final byte[] NONE = {};

  private final Ed25519.PrivateKey ed25519 = new Ed25519.PrivateKey(seed());
  private final Ed25519.PublicKey ed25519Public = new Ed25519.PublicKey(ed25519.publicKey());
  private final byte[] ed25519Signature = ed25519.sign(MESSAGE);
  private final Es256.PrivateKey es256 = new Es256.PrivateKey(Es256.PrivateKey.randomScalar());
  private final Es256.PublicKey es256Public = new Es256.PublicKey(es256.publicKey());
  private final byte[] es256Signature = es256.sign(MESSAGE);
  private final X25519.PrivateKey x25519 = X25519.PrivateKey.random();
  private final EcdhP256.PrivateKey p256 = EcdhP256.PrivateKey.random();
  private final MlDsa.PrivateKey mlDsa = new MlDsa.PrivateKey(MlDsa.ML_DSA_65, seed());
  private final MlDsa.PublicKey mlDsaPublic =
      new MlDsa.PublicKey(MlDsa.ML_DSA_65, mlDsa.publicKey());
  private final byte[] mlDsaSignature = mlDsa.sign(MESSAGE);
  private final byte[] xWing = new XWing.PrivateKey(seed()).publicKey();
  private final Sm2.PrivateKey sm2 = new Sm2.PrivateKey(Sm2.randomScalar());
  private final Sm2.PublicKey sm2Public = new Sm2.PublicKey(sm2.publicKey());
  private final Coordinates sm2Point = sm2.publicKey();
  private final byte[] sm2Signature = sm2.sign(MESSAGE);

  private static byte[] seed() {
    return Providers.randomBytes(SEED_BYTES);
  }

  byte[] ed25519Sign() {
    return ed25519.sign(MESSAGE);
  }

  boolean ed25519Verify() {
    return ed25519Public.verify(MESSAGE, ed25519Signature);
  }

  byte[] es256Sign() {
    return es256.sign(MESSAGE);
  }

  boolean es256Verify() {
    return es256Public.verify(MESSAGE, es256Signature);
  }

  byte[] x25519Agree() {
    return x25519.agree(x25519.publicKey()).orElseThrow();
  }

  /** What sealing cannot do without: a fresh key, and one agreement. */
  byte[] x25519Once() {
    return X25519.PrivateKey.random().agree(x25519.publicKey()).orElseThrow();
  }

  byte[] p256Agree() {
    return p256.agree(p256.publicKey()).orElseThrow();
  }

  byte[] p256Once() {
    return EcdhP256.PrivateKey.random().agree(p256.publicKey()).orElseThrow();
  }

  byte[] mlDsaSign() {
    return mlDsa.sign(MESSAGE);
  }

  boolean mlDsaVerify() {
    return mlDsaPublic.verify(MESSAGE, mlDsaSignature);
  }

  byte[] xWingOnce() {
    return XWing.encrypt(xWing, NONE, seed()).ciphertext();
  }

  byte[] sm2Sign() {
    return sm2.sign(MESSAGE);
  }

  boolean sm2Verify() {
    return sm2Public.verify(MESSAGE, sm2Signature);
  }

  byte[] sm2Once() {
    return Sm2.encrypt(sm2Point, new byte[Sm4Gcm.KEY_BYTES]);
  }
}
