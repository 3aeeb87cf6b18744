package dev.hefu.policy.pseudonym;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.schemas.Purpose;
import java.util.Arrays;
import java.util.UUID;

/**
 * Names derived under a secret, different for each participant: HMAC-SHA-256, cut to 128 bits, in
 * lower-case base32 (26 characters).
 */
public final class Pseudonyms {
  private static final int BYTES = 16;

  private final KeyedHash hash;

  /**
   * Names under this epoch's secret, which must be used for nothing else. Another secret gives
   * other names; references already stored stay as they are.
   */
  public Pseudonyms(Secret epoch) {
    this.hash = new KeyedHash(epoch);
  }

  /** The person as this participant may call them for this purpose; stable within an epoch. */
  public String pseudonym(String participant, Purpose purpose, UUID subject) {
    return name("pseudonym", participant, purpose.code(), subject.toString());
  }

  /** What this participant calls a consent. */
  public String reference(String participant, UUID consent) {
    return name("participant's reference", participant, consent.toString());
  }

  /** What the person calls a consent. */
  public String subjectReference(UUID consent) {
    return name("person's reference", consent.toString());
  }

  private String name(String use, String... parts) {
    return Base32.encode(Arrays.copyOf(hash.hash(use, parts), BYTES));
  }
}
