package dev.hefu.policy.input;

import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The facts that fit an ask best: what the rules decide on and a claim rests on.
 *
 * @param agreement the sharing agreement that comes closest; null if the two have none
 * @param person what is known of the person; null if the consumer has no such person or no consent
 *     that concerns it and this provider, which nobody may tell apart
 */
public record Candidate(@Nullable Standing agreement, @Nullable Person person) {
  /**
   * A person as this ask may use them.
   *
   * @param consent the consent that comes closest; in whatever state and for whatever purpose if it
   *     was cited, else granted, valid and for what is asked
   * @param linked whether both accounts are still linked
   * @param cited whether the consumer cited its own reference of it
   * @param providerLocalId the provider's own id for the person; not printed
   * @param minorUntil first day on which the person is no longer under 14; the latest that anybody
   *     with whom they are linked says, null if nobody does
   */
  public record Person(
      Consent consent,
      boolean linked,
      boolean cited,
      Personal seen,
      String providerLocalId,
      @Nullable LocalDate minorUntil) {
    @Override
    public String toString() {
      return "Person[consent=" + seen.consent() + ", cited=" + cited + "]";
    }
  }

  /** The version of the agreement; null if there is none. */
  public @Nullable FactVersion agreementSeen() {
    return agreement == null ? null : new FactVersion(agreement.id(), agreement.version());
  }

  /** Whether the agreement sets budgets. */
  public boolean budgeted() {
    return agreement != null && agreement.terms().budgets() != null;
  }

  /** The versions of the person's facts; null if there are none. */
  public @Nullable Personal personalSeen() {
    return person == null ? null : person.seen();
  }

  /** Whether the person is known to be under 14; days are those of UTC, the later to begin. */
  public boolean minorAt(Instant now) {
    LocalDate until = person == null ? null : person.minorUntil();
    return until != null && LocalDate.ofInstant(now, ZoneOffset.UTC).isBefore(until);
  }

  /** Whether the consumer cited its own reference of the consent found. */
  public boolean cited() {
    return person != null && person.cited();
  }
}
