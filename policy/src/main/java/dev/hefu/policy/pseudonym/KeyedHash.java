package dev.hefu.policy.pseudonym;

import dev.hefu.crypto.Hmac;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import java.nio.charset.StandardCharsets;

/**
 * HMAC-SHA-256 over a use and its parts, so that no value stands for two things. Safe for use by
 * many threads.
 */
public final class KeyedHash {
  private final Secret key;

  /** Hashes under the given secret. */
  public KeyedHash(Secret key) {
    this.key = key;
  }

  /** Thirty-two bytes; equal only where the use and every part are. */
  public byte[] hash(String use, String... parts) {
    byte[][] message = new byte[1 + parts.length][];
    message[0] = use.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < parts.length; i++) {
      message[i + 1] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return Hmac.sha256(key, message);
  }

  /** A secret of its own for one use. */
  public Secret derive(String use) {
    return Secret.of(hash(use), SecretAccess.granted());
  }
}
