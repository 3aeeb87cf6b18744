package dev.hefu.crypto.primitive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** Keys of 256 bits made from other secrets, and HMAC-SHA-256 itself, computed by the JDK. */
public final class KeyDerivation {
  /** HKDF gives no more: its counter is one byte. */
  public static final int MAX_HKDF_BYTES = 255 * 32;

  /** With blocks of 1 KiB these are 32 MiB, which is what makes guessing dear. */
  private static final int SCRYPT_COST = 1 << 15;

  private static final int SCRYPT_BLOCK = 8;
  private static final int SCRYPT_PARALLEL = 1;

  private static final int KEY_BITS = 256;
  private static final int HASH_BYTES = 32;

  private KeyDerivation() {}

  /** The Concat KDF of ECDH-ES (RFC 7518, 4.6.2), one round. */
  public static byte[] concat(byte[] secret, String algorithm, byte[] apu, byte[] apv) {
    byte[] name = algorithm.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    for (byte[] part : new byte[][] {name, apu, apv}) {
      info.writeBytes(int32(part.length));
      info.writeBytes(part);
    }
    return Providers.sha256(int32(1), secret, info.toByteArray(), int32(KEY_BITS));
  }

  /**
   * HKDF with SHA-256 (RFC 5869).
   *
   * @throws IllegalArgumentException if more than {@value #MAX_HKDF_BYTES} bytes are asked for
   */
  public static byte[] hkdf(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length > MAX_HKDF_BYTES) {
      throw new IllegalArgumentException("HKDF gives at most " + MAX_HKDF_BYTES + " bytes");
    }
    byte[] extracted = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, secret);
    byte[] out = new byte[length];
    byte[] block = {};
    for (int i = 0; i * HASH_BYTES < length; i++) {
      block = hmac(extracted, block, info, new byte[] {(byte) (i + 1)});
      int rest = Math.min(HASH_BYTES, length - i * HASH_BYTES);
      System.arraycopy(block, 0, out, i * HASH_BYTES, rest);
    }
    Arrays.fill(extracted, (byte) 0);
    return out;
  }

  /**
   * scrypt (RFC 7914) with 32 MiB of memory, about a tenth of a second, by Bouncy Castle: a key of
   * 256 bits from what a person can remember.
   */
  public static byte[] scrypt(byte[] passphrase, byte[] salt) {
    return SCrypt.generate(
        passphrase, salt, SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_PARALLEL, KEY_BITS / Byte.SIZE);
  }

  /** HMAC-SHA-256 over the parts, one after the other. */
  public static byte[] hmac(byte[] key, byte[]... parts) {
    Mac mac = Providers.mac("HmacSHA256");
    try {
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC refused a key of " + key.length + " bytes", e);
    }
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /** A length or counter as four bytes, big-endian. */
  public static byte[] int32(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
