package dev.hefu.crypto.keys;

import dev.hefu.crypto.primitive.Providers;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Thirty-two secret bytes.
 *
 * <p>It prints as {@code ***}, is compared in constant time and gives its bytes only against a
 * {@link SecretAccess}.
 */
public final class Secret {
  /** Every secret has the strength of an AES-256 key. */
  public static final int BYTES = 32;

  private final byte[] bytes;
  private boolean destroyed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh random secret. */
  public static Secret random() {
    return new Secret(Providers.randomBytes(BYTES));
  }

  /**
   * The secret with these bytes, which are copied.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #BYTES}
   */
  public static Secret of(byte[] bytes, SecretAccess access) {
    Objects.requireNonNull(access);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a secret has " + BYTES + " bytes, these are " + bytes.length);
    }
    return new Secret(bytes.clone());
  }

  /**
   * A copy of the bytes.
   *
   * @throws IllegalStateException if the secret was destroyed
   */
  public synchronized byte[] read(SecretAccess access) {
    Objects.requireNonNull(access);
    if (destroyed) {
      throw new IllegalStateException("the secret was destroyed");
    }
    return bytes.clone();
  }

  /** Overwrites the bytes; every later reading fails. */
  public synchronized void destroy() {
    Arrays.fill(bytes, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** The same for all secrets: a hash would leak. */
  @Override
  public int hashCode() {
    return BYTES;
  }

  @Override
  public String toString() {
    return "***";
  }
}
