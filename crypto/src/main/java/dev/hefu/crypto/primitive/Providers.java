package dev.hefu.crypto.primitive;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The one place that says who computes what.
 *
 * <p>The JDK computes SHA-256, HMAC and AES, where it is 4 to 100 times faster. Bouncy Castle's own
 * API, which knows no providers, computes everything on curves, where it is 3 to 9 times faster,
 * and whatever the JDK lacks. The order of the JVM's providers is neither read nor changed: a
 * provider is named here or not used at all.
 */
public final class Providers {
  /** SHA-256. */
  private static final Provider DIGEST = named("SUN");

  /** AES-GCM, AES as a bare block and HMAC. */
  private static final Provider CIPHER = named("SunJCE");

  private static final MessageDigest SHA_256 = newSha256();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Providers() {}

  /** A fresh SHA-256, cheaper than a look-up by name. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of " + DIGEST.getName() + " cannot be cloned", e);
    }
  }

  /** SHA-256 over the parts, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = sha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** A cipher of the JDK, such as {@code AES/GCM/NoPadding}. */
  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation, CIPHER);
    } catch (GeneralSecurityException e) {
      throw missing(transformation, e);
    }
  }

  /** A message authentication code of the JDK, such as {@code HmacSHA256}. */
  static Mac mac(String algorithm) {
    try {
      return Mac.getInstance(algorithm, CIPHER);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  /** The process's source of randomness, safe for use by many threads. */
  public static SecureRandom random() {
    return RANDOM;
  }

  /** Fresh random bytes. */
  public static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256", DIGEST);
    } catch (GeneralSecurityException e) {
      throw missing("SHA-256", e);
    }
  }

  private static Provider named(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new IllegalStateException("the Java runtime lacks the provider " + name);
    }
    return provider;
  }

  private static IllegalStateException missing(String algorithm, GeneralSecurityException cause) {
    return new IllegalStateException("the Java runtime lacks " + algorithm, cause);
  }
}
