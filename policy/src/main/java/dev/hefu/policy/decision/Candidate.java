package dev.hefu.policy.decision;

import dev.hefu.policy.admit.FactVersion;
import dev.hefu.policy.admit.Personal;
import dev.hefu.policy.agreement.SharingAgreement;
import dev.hefu.policy.consent.Consent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts that fit an ask best: what the rules decide on and a claim rests on.
 *
 * @param agreement the sharing agreement that comes closest; null if the two have none
 * @param person what is known of the person; null if the consumer has no such person or no consent
 *     that concerns this provider, which nobody may tell apart
 */
public record Candidate(@Nullable SharingAgreement agreement, @Nullable Person person) {
  /**
   * A person as this ask may use them.
   *
   * @param consent the consent that comes closest, in whatever state
   * @param cited whether the consumer cited its own reference of it
   * @param providerLocalId the provider's own id for the person; never to be logged
   */
  public record Person(
      UUID subject, Consent consent, boolean cited, Personal seen, String providerLocalId) {
    @Override
    public String toString() {
      return "Person[consent=" + seen.consent() + ", cited=" + cited + "]";
    }
  }

  /** The version of the agreement; null if there is none. */
  public @Nullable FactVersion agreementSeen() {
    return agreement == null ? null : new FactVersion(agreement.id(), agreement.version());
  }
}
