package dev.hefu.bench.crypto;

import dev.hefu.bench.measure.Row;
import dev.hefu.bench.measure.SideBySide;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.AesKeyWrap;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Providers;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.concurrent.Callable;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;

/** Each primitive as {@link Providers} pins it, beside the same one of the other provider. */
final class ProviderBench {
  private static final String JDK = "JDK";
  private static final String BOUNCY_CASTLE = "Bouncy Castle";
  private static final int KIB = 1024;
  private static final byte[] MESSAGE = new byte[KIB];
  private static final byte[] KEY = new byte[AesGcm.KEY_BYTES];
  private static final byte[] NONE = {};

  private ProviderBench() {}

  static List<Row> run() throws Exception {
    BareKeys keys = new BareKeys();
    return List.of(
        ofJdk("SHA-256, 1 KiB", () -> Providers.sha256(MESSAGE), ProviderBench::bouncySha256),
        ofJdk(
            "HMAC-SHA-256, 1 KiB",
            () -> KeyDerivation.hmac(KEY, MESSAGE),
            ProviderBench::bouncyHmac),
        ofJdk("AES-256-GCM, 1 KiB", () -> aesGcm(MESSAGE), () -> bouncyAesGcm(MESSAGE)),
        ofJdk(
            "AES-256-GCM, 64 KiB",
            () -> aesGcm(new byte[64 * KIB]),
            () -> bouncyAesGcm(new byte[64 * KIB])),
        ofJdk("AES key wrap", () -> AesKeyWrap.wrap(KEY, KEY), ProviderBench::bouncyKeyWrap),
        ofBouncy("Ed25519 sign", keys::ed25519Sign, jdkSign("Ed25519", edwards())),
        ofBouncy("Ed25519 verify", keys::ed25519Verify, jdkVerify("Ed25519", edwards())),
        ofBouncy("ES256 sign", keys::es256Sign, jdkSign("SHA256withECDSA", p256())),
        ofBouncy("ES256 verify", keys::es256Verify, jdkVerify("SHA256withECDSA", p256())),
        ofBouncy("X25519 agree", keys::x25519Agree, jdkAgree("X25519", pair("X25519"))),
        ofBouncy("P-256 agree", keys::p256Agree, jdkAgree("ECDH", p256())),
        ofBouncy("ML-KEM-768 encapsulate", bouncyKem(), jdkKem()),
        ofBouncy("ML-DSA-65 sign", keys::mlDsaSign, jdkSign("ML-DSA-65", pair("ML-DSA-65"))),
        ofBouncy("ML-DSA-65 verify", keys::mlDsaVerify, jdkVerify("ML-DSA-65", pair("ML-DSA-65"))));
  }

  private static Row ofJdk(String name, Callable<?> jdk, Callable<?> bouncy) {
    return SideBySide.row(name + " (" + JDK + ")", jdk, BOUNCY_CASTLE, bouncy);
  }

  private static Row ofBouncy(String name, Callable<?> bouncy, Callable<?> jdk) {
    return SideBySide.row(name + " (" + BOUNCY_CASTLE + ")", bouncy, JDK, jdk);
  }

  private static byte[] bouncySha256() {
    SHA256Digest digest = new SHA256Digest();
    digest.update(MESSAGE, 0, MESSAGE.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }

  private static byte[] bouncyHmac() {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(KEY));
    mac.update(MESSAGE, 0, MESSAGE.length);
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return out;
  }

  private static byte[] aesGcm(byte[] plaintext) {
    return AesGcm.seal(KEY, Providers.randomBytes(AesGcm.NONCE_BYTES), plaintext, NONE);
  }

  private static byte[] bouncyAesGcm(byte[] plaintext) throws InvalidCipherTextException {
    BlockCipher aes = AESEngine.newInstance();
    var gcm = GCMBlockCipher.newInstance(aes);
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    gcm.init(true, new AEADParameters(new KeyParameter(KEY), 8 * AesGcm.TAG_BYTES, nonce));
    byte[] out = new byte[gcm.getOutputSize(plaintext.length)];
    gcm.doFinal(out, gcm.processBytes(plaintext, 0, plaintext.length, out, 0));
    return out;
  }

  private static byte[] bouncyKeyWrap() {
    RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
    engine.init(true, new KeyParameter(KEY));
    return engine.wrap(KEY, 0, KEY.length);
  }

  private static KeyPair pair(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  private static KeyPair edwards() throws Exception {
    return pair("Ed25519");
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Callable<?> jdkSign(String algorithm, KeyPair pair) {
    return () -> jdkSignature(algorithm, pair);
  }

  private static byte[] jdkSignature(String algorithm, KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static Callable<?> jdkVerify(String algorithm, KeyPair pair) throws Exception {
    byte[] made = jdkSignature(algorithm, pair);
    return () -> {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(pair.getPublic());
      signature.update(MESSAGE);
      return signature.verify(made);
    };
  }

  private static Callable<?> jdkAgree(String algorithm, KeyPair pair) {
    return () -> {
      KeyAgreement agreement = KeyAgreement.getInstance(algorithm);
      agreement.init(pair.getPrivate());
      agreement.doPhase(pair.getPublic(), true);
      return agreement.generateSecret();
    };
  }

  private static Callable<?> bouncyKem() {
    MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
    generator.init(
        new MLKEMKeyGenerationParameters(Providers.random(), MLKEMParameters.ml_kem_768));
    AsymmetricKeyParameter key = generator.generateKeyPair().getPublic();
    return () -> new MLKEMGenerator(Providers.random()).generateEncapsulated(key);
  }

  private static Callable<?> jdkKem() throws Exception {
    KeyPair pair = pair("ML-KEM-768");
    return () -> KEM.getInstance("ML-KEM").newEncapsulator(pair.getPublic()).encapsulate();
  }
}
