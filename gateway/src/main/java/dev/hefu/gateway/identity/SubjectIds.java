package dev.hefu.gateway.identity;

import dev.hefu.crypto.Hmac;
import dev.hefu.crypto.keys.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Turns the identity provider's name of a person into the gateway's own, so that neither database
 * tells the other's. The same secret always gives the same id.
 */
public final class SubjectIds {
  private static final byte[] LABEL = "subject".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final Secret key;

  /**
   * Ids under this key.
   *
   * @param key kept as long as the persons' consents
   */
  public SubjectIds(Secret key) {
    this.key = key;
  }

  /**
   * The id of the person whom the identity provider names so: a UUID of version 8 (RFC 9562) that
   * holds 122 bits of an HMAC.
   */
  public UUID of(String sub) {
    ByteBuffer digest =
        ByteBuffer.wrap(Hmac.sha256(key, LABEL, sub.getBytes(StandardCharsets.UTF_8)));
    long high = (digest.getLong() & ~0xF000L) | VERSION_8;
    long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
    return new UUID(high, low);
  }
}
