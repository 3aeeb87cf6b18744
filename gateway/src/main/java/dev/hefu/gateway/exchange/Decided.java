package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafDraft.PolicyTrace;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.policy.admit.Disclosure;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.dataset.RecordScope;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that the rules have been asked about.
 *
 * @param exchange random id of this exchange
 * @param input what the rules saw
 */
record Decided(UUID exchange, Asked asked, Candidate candidate, InputText input, Ruling ruling) {
  Decided(Asked asked, Candidate candidate, InputText input, Ruling ruling) {
    this(UUID.randomUUID(), asked, candidate, input, ruling);
  }

  /** The records that the consent covers. */
  RecordScope scope() {
    Candidate.Person person = candidate.person();
    return person == null ? RecordScope.ALL : person.consent().terms().records();
  }

  /** The provider's approval that a permission demands; null if it demands none. */
  @Nullable ApprovalKey approval(Decision.Permit permit) {
    if (!permit.obligations().approval()) {
      return null;
    }
    Ask ask = asked.ask();
    return new ApprovalKey(
        Objects.requireNonNull(candidate.agreementSeen()).id(),
        Objects.requireNonNull(candidate.personalSeen()).consent().id(),
        ask.dataset(),
        ask.tier());
  }

  /**
   * What is proposed where the rules permit.
   *
   * @param records of the answer; 0 if it is an earlier one, again
   */
  Proposal.Permit permit(Decision.Permit permit, int records) {
    UUID consent = Objects.requireNonNull(candidate.personalSeen()).consent().id();
    String basis = consent + " " + permit.words();
    return new Proposal.Permit(
        records,
        Base64Url.encode(Providers.sha256(basis.getBytes(StandardCharsets.UTF_8))),
        approval(permit));
  }

  Claim claim(Proposal proposal) {
    return new Claim(
        exchange,
        asked.consumer().id(),
        asked.provider().id(),
        asked.proof().get(),
        new Seen(
            asked.consumer().version(),
            asked.provider().version(),
            candidate.agreementSeen(),
            candidate.personalSeen(),
            ruling.revision(),
            candidate.budgeted()),
        asked.idempotencyKey(),
        asked.requestDigest(),
        proposal,
        candidate.cited());
  }

  /** The verdict that a proposal to deny will get. */
  Verdict refusal(ErrorCode reason) {
    return new Verdict.Deny(Disclosure.told(reason, candidate.cited()));
  }

  /** The leaf of this exchange under a verdict; all leaves of exchanges look alike. */
  LeafDraft draft(Verdict verdict, JsonNode data) {
    PolicyTrace trace = new PolicyTrace(input.json(), ruling.decision().words());
    return draft(exchange, ToldOutcome.of(verdict), data, trace);
  }

  /**
   * The leaf that says of a permitted exchange that its answer was not sent.
   *
   * @param of the exchange whose answer it was
   */
  LeafDraft withheld(UUID of) {
    // The rules were asked once: the leaf of the permit has what they saw.
    return draft(UUID.randomUUID(), ToldOutcome.withheld(of), DataGroup.refused(asked), null);
  }

  private LeafDraft draft(
      UUID exchange, ToldOutcome outcome, JsonNode data, @Nullable PolicyTrace trace) {
    ToldOutcome told = outcome.restingOn(ruling, input, asked.request().tier());
    Map<Group, JsonNode> groups = new EnumMap<>(Group.class);
    ObjectNode parties = object();
    parties.put("consumer", asked.consumer().id()).put("provider", asked.provider().id());
    groups.put(Group.PARTIES, parties);
    groups.put(Group.LEGAL, legal());
    groups.put(Group.DECISION, told.decision());
    groups.put(Group.DATA, data);
    Candidate.Person person = candidate.person();
    if (person != null) {
      groups.put(
          Group.SUBJECT,
          object()
              .put("subject", person.consent().subject().toString())
              .put("consent", person.consent().subjectReference()));
    }
    return new LeafDraft(
        LeafKind.EXCHANGE,
        exchange,
        asked.at(),
        new LeafDraft.Owners(
            person == null ? null : person.consent().subject(),
            asked.provider().id(),
            asked.consumer().id()),
        told.word(),
        groups,
        trace);
  }

  private ObjectNode legal() {
    ObjectNode legal = object().put("purpose", asked.request().purpose().code());
    Standing agreement = candidate.agreement();
    if (agreement != null) {
      legal.put("agreement", agreement.id().toString());
      legal.put("agreementVersion", agreement.version());
    }
    Candidate.Person person = candidate.person();
    if (person != null && person.cited()) {
      legal.put("consent", person.consent().consumerReference());
      legal.put("consentVersion", person.consent().version());
    }
    return legal;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
