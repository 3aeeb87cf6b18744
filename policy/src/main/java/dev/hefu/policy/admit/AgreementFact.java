package dev.hefu.policy.admit;

import java.time.Instant;

/**
 * A sharing agreement as it is now.
 *
 * @param signed whether both parties signed it and neither has terminated it
 * @param validFrom first moment it holds
 * @param validUntil first moment it no longer holds
 */
public record AgreementFact(
    FactVersion seen,
    String provider,
    String consumer,
    boolean signed,
    Instant validFrom,
    Instant validUntil) {
  boolean inForce(Instant now) {
    return signed && !now.isBefore(validFrom) && now.isBefore(validUntil);
  }
}
