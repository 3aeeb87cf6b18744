package dev.hefu.policy.pseudonym;

import dev.hefu.schemas.Purpose;
import java.util.UUID;

/**
 * Names derived under a secret key, different for each participant: HMAC-SHA-256, cut to 128 bits,
 * in lower-case base32 (26 characters).
 */
public final class Pseudonyms {
  /** The person as this participant may call them for this purpose; stable within an epoch. */
  public String pseudonym(String participant, Purpose purpose, UUID subject) {
    throw new UnsupportedOperationException();
  }

  /** What this participant calls a consent. */
  public String reference(String participant, UUID consent) {
    throw new UnsupportedOperationException();
  }

  /** What the person calls a consent. */
  public String subjectReference(UUID consent) {
    throw new UnsupportedOperationException();
  }
}
