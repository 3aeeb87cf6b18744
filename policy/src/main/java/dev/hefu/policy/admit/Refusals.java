package dev.hefu.policy.admit;

import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.fact.AgreementFact;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.LinkFact;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.RulesFact;
import dev.hefu.schemas.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every reason for which one claim's facts no longer permit it. */
final class Refusals {
  private final Facts facts;
  private final Claim claim;
  private final Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);

  Refusals(Facts facts, Claim claim) {
    this.facts = facts;
    this.claim = claim;
    checkParticipant(claim.consumer(), claim.seen().consumerVersion());
    checkParticipant(claim.provider(), claim.seen().providerVersion());
    checkAgreement(claim.seen().agreement());
    if (!(claim.proposal() instanceof Proposal.Figure)) {
      checkPersonal(claim.seen().personal());
    }
    checkRules(claim.seen().rules());
  }

  void add(@Nullable ErrorCode code) {
    if (code != null) {
      codes.add(code);
    }
  }

  /** The first in the order of precedence; null if nothing refuses. */
  @Nullable ErrorCode first() {
    return codes.isEmpty() ? null : codes.iterator().next();
  }

  private void checkParticipant(String id, int seenVersion) {
    ParticipantFact fact = facts.participants().get(id);
    if (fact == null || fact.suspended()) {
      add(ErrorCode.PARTICIPANT_SUSPENDED);
    } else if (fact.version() != seenVersion) {
      add(ErrorCode.STATE_CHANGED);
    }
  }

  private void checkAgreement(@Nullable FactVersion seen) {
    AgreementFact fact = seen == null ? null : facts.agreements().get(seen.id());
    if (fact == null
        || !fact.provider().equals(claim.provider())
        || !fact.consumer().equals(claim.consumer())) {
      add(ErrorCode.AGREEMENT_MISSING);
      return;
    }
    if (!fact.inForce(facts.now())) {
      add(ErrorCode.AGREEMENT_NOT_IN_FORCE);
    }
    if (!fact.seen().equals(seen) || (fact.budgets() != null && !claim.seen().budgeted())) {
      add(ErrorCode.STATE_CHANGED);
    }
  }

  private void checkPersonal(@Nullable Personal seen) {
    ConsentFact consent = seen == null ? null : facts.consents().get(seen.consent().id());
    if (seen == null || consent == null || !namesBoth(consent)) {
      add(ErrorCode.NOT_PERMITTED);
      return;
    }
    checkState(consent);
    checkTime(consent);
    if (!consent.seen().equals(seen.consent())) {
      addPersonalChange();
    }
    checkLink(seen.consumerLink(), claim.consumer(), consent.subject());
    checkLink(seen.providerLink(), claim.provider(), consent.subject());
  }

  /** One time for all nodes: that of the log, not when each of them saw the change. */
  private void checkRules(@Nullable String revision) {
    if (revision != null) {
      RulesFact fact = facts.rules().get(revision);
      if (fact == null || !fact.mayCommit(facts.now())) {
        add(ErrorCode.POLICY_UNAVAILABLE);
      }
    }
  }

  private boolean namesBoth(ConsentFact consent) {
    return consent.consumer().equals(claim.consumer())
        && consent.providers().contains(claim.provider());
  }

  private void checkState(ConsentFact consent) {
    add(
        switch (consent.state()) {
          case GRANTED -> null;
          case PAUSED -> ErrorCode.CONSENT_PAUSED;
          case REVOKED -> ErrorCode.CONSENT_REVOKED;
          case EXPIRED -> ErrorCode.CONSENT_EXPIRED;
          case REQUESTED, DENIED -> ErrorCode.NOT_PERMITTED;
        });
  }

  private void checkTime(ConsentFact consent) {
    if (facts.now().isBefore(consent.validFrom())) {
      add(ErrorCode.CONSENT_NOT_IN_FORCE);
    }
    if (!facts.now().isBefore(consent.validUntil())) {
      add(ErrorCode.CONSENT_EXPIRED);
    }
  }

  private void checkLink(FactVersion seen, String participant, UUID subject) {
    LinkFact link = facts.links().get(seen.id());
    if (link == null
        || !link.participant().equals(participant)
        || !link.subject().equals(subject)) {
      add(ErrorCode.NOT_PERMITTED);
    } else if (!link.active()) {
      add(ErrorCode.CONSENT_REVOKED);
    } else if (!link.seen().equals(seen)) {
      addPersonalChange();
    }
  }

  /** A change of a person's facts is told like a refusal of theirs to whoever cited nothing. */
  private void addPersonalChange() {
    add(claim.cited() ? ErrorCode.STATE_CHANGED : ErrorCode.NOT_PERMITTED);
  }
}
