package dev.hefu.crypto.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.primitive.AesGcm;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * Cases of what stands below our primitives and is never called alone: ML-KEM inside X-Wing, SM3
 * inside SM2, and ChaCha20-Poly1305, which the public vectors of X-Wing are sealed with.
 */
final class BorrowedCases {
  private static final int SEED_BYTES = 64;
  private static final int ENCAPSULATED_BYTES = 1_088;

  private BorrowedCases() {}

  /** Whether decapsulation gives the case's key; keys and shares of another length are refused. */
  static boolean mlKem(JsonNode test) {
    byte[] seed = Vectors.hex(test, "seed");
    byte[] share = Vectors.hex(test, "c");
    if (seed.length != SEED_BYTES || share.length != ENCAPSULATED_BYTES) {
      return false;
    }
    MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
    return Arrays.equals(key.getPublicKey(), Vectors.hex(test, "ek"))
        && Arrays.equals(new MLKEMExtractor(key).extractSecret(share), Vectors.hex(test, "K"));
  }

  /** HMAC with SM3 over the case's message, cut to the length of its tag. */
  static byte[] hmacSm3(JsonNode group, JsonNode test) {
    HMac mac = new HMac(new SM3Digest());
    mac.init(new KeyParameter(Vectors.hex(test, "key")));
    byte[] message = Vectors.hex(test, "msg");
    mac.update(message, 0, message.length);
    byte[] tag = new byte[mac.getMacSize()];
    mac.doFinal(tag, 0);
    return Arrays.copyOf(tag, group.path("tagSize").asInt() / Byte.SIZE);
  }

  static boolean isTag(byte[] tag, JsonNode test) {
    return MessageDigest.isEqual(tag, Vectors.hex(test, "tag"));
  }

  static byte[] chaChaSeal(JsonNode test) {
    try {
      return chaCha(true, test, Vectors.hex(test, "msg"));
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
  }

  static Optional<byte[]> chaChaOpen(JsonNode test, byte[] sealed) {
    try {
      return Optional.of(chaCha(false, test, sealed));
    } catch (InvalidCipherTextException e) {
      return Optional.empty();
    }
  }

  private static byte[] chaCha(boolean seal, JsonNode test, byte[] in)
      throws InvalidCipherTextException {
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    KeyParameter key = new KeyParameter(Vectors.hex(test, "key"));
    byte[] nonce = Vectors.hex(test, "iv");
    cipher.init(
        seal, new AEADParameters(key, 8 * AesGcm.TAG_BYTES, nonce, Vectors.hex(test, "aad")));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    cipher.doFinal(out, cipher.processBytes(in, 0, in.length, out, 0));
    return out;
  }
}
