package dev.hefu.gateway.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.PartyApproval;
import dev.hefu.policy.consent.Consent;
import dev.hefu.schemas.sharing.Approval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Approvals as messages, each for the party that reads it, and as leaves. */
final class ApprovalForm {
  private ApprovalForm() {}

  /**
   * An approval as one of its parties sees it: its own reference of the consent, its own id of the
   * person. Times are in whole hours where both see them, so that they say of no person who they
   * are.
   */
  static Approval of(
      PartyApproval each, String party, @Nullable String localId, @Nullable Evidence evidence) {
    dev.hefu.policy.approval.Approval approval = each.approval();
    ApprovalKey key = approval.key();
    Consent consent = each.consent();
    boolean provider = party.equals(each.provider());
    return new Approval(
        approval.exchange(),
        approval.waits() ? Approval.State.WAITING : Approval.State.valueOf(approval.state().name()),
        each.provider(),
        consent.terms().consumer(),
        key.dataset().name(),
        key.dataset().version(),
        consent.terms().purpose(),
        key.tier(),
        provider ? each.providerReference() : consent.consumerReference(),
        localId,
        approval.askedAt().truncatedTo(provider ? ChronoUnit.HOURS : ChronoUnit.MICROS),
        approval.until(),
        approval.uses(),
        approval.used(),
        evidence == null ? null : evidence.toMessage());
  }

  /**
   * What the log says of a provider's word.
   *
   * @param reason in the provider's words; null if none was asked for
   */
  static LeafDraft leaf(PartyApproval each, @Nullable String reason, Instant now) {
    dev.hefu.policy.approval.Approval approval = each.approval();
    ApprovalKey key = approval.key();
    Consent consent = each.consent();
    String outcome = approval.state().name().toLowerCase(Locale.ROOT);
    ObjectNode decision = Group.facts(Map.of("outcome", outcome, "by", each.provider()));
    if (reason != null) {
      decision.put("reason", reason);
    }
    if (approval.until() != null) {
      decision.put("until", approval.until().toString());
    }
    if (approval.uses() != null) {
      decision.put("uses", approval.uses());
    }
    String consumer = consent.terms().consumer();
    return LeafDraft.change(
        LeafKind.APPROVAL,
        now,
        new LeafDraft.Owners(consent.subject(), each.provider(), consumer),
        outcome,
        Map.of(
            Group.PARTIES,
            Group.facts(Map.of("consumer", consumer, "provider", each.provider())),
            Group.LEGAL,
            Group.facts(
                Map.of(
                    "agreement", key.agreement().toString(),
                    "purpose", consent.terms().purpose().code())),
            Group.DECISION,
            decision,
            Group.DATA,
            Group.facts(
                    Map.of(
                        "exchange", approval.exchange().toString(),
                        "dataset", key.dataset().name(),
                        "tier", key.tier().name()))
                .put("version", key.dataset().version()),
            Group.SUBJECT,
            Group.facts(
                Map.of(
                    "subject", consent.subject().toString(),
                    "consent", consent.subjectReference()))));
  }
}
