package dev.hefu.policy.pseudonym;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 over a use and its parts, each with its length before it, so that no two lists of
 * parts have the same bytes. Safe for use by many threads.
 */
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Hashes under the given secret. */
  public KeyedHash(Secret secret) {
    this.key = new SecretKeySpec(secret.read(SecretAccess.granted()), ALGORITHM);
  }

  /** Thirty-two bytes; equal only where the use and every part are. */
  public byte[] hash(String use, String... parts) {
    Mac mac = mac();
    update(mac, use);
    for (String part : parts) {
      update(mac, part);
    }
    return mac.doFinal();
  }

  /** A secret of its own for one use. */
  public Secret derive(String use, String... parts) {
    return Secret.of(hash(use, parts), SecretAccess.granted());
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks " + ALGORITHM, e);
    }
  }

  private static void update(Mac mac, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    mac.update(bytes);
  }
}
