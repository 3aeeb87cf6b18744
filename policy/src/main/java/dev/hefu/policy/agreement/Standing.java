package dev.hefu.policy.agreement;

import java.time.Instant;
import java.util.UUID;

/**
 * How a sharing agreement stands, without its papers.
 *
 * @param version raised by every change of state, starting at 1
 */
public record Standing(UUID id, int version, AgreementState state, SharingTerms terms) {
  /** Whether it is signed by both and holds at this moment. */
  public boolean inForce(Instant now) {
    return state == AgreementState.SIGNED
        && !now.isBefore(terms.validFrom())
        && now.isBefore(terms.validUntil());
  }
}
