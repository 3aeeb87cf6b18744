package dev.hefu.gateway.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.exchange.ToldOutcome;
import dev.hefu.policy.admit.Disclosure;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question that the rules have been asked about. Its leaf is an exchange's like any other; it has
 * no group and no tag of a person, whose place is random.
 *
 * @param exchange random id of this exchange
 * @param candidate the agreement; never a person
 * @param people who may be counted
 */
record DecidedFigure(
    UUID exchange,
    AskedFigure asked,
    Candidate candidate,
    List<People.Person> people,
    InputText input,
    Ruling ruling) {
  DecidedFigure(
      AskedFigure asked,
      Candidate candidate,
      List<People.Person> people,
      InputText input,
      Ruling ruling) {
    this(UUID.randomUUID(), asked, candidate, people, input, ruling);
  }

  Claim claim(Proposal proposal) {
    return new Claim(
        exchange,
        asked.consumer().id(),
        asked.provider().id(),
        null,
        new Seen(
            asked.consumer().version(),
            asked.provider().version(),
            candidate.agreementSeen(),
            null,
            ruling.revision(),
            candidate.budgeted()),
        asked.idempotencyKey(),
        asked.requestDigest(),
        proposal,
        false);
  }

  /** The verdict that a proposal to deny will get. */
  Verdict refusal(ErrorCode reason) {
    return new Verdict.Deny(Disclosure.told(reason, false));
  }

  /**
   * The leaf under a verdict.
   *
   * @param envelope what leaves; null if nothing does
   */
  LeafDraft draft(Verdict verdict, @Nullable String envelope) {
    LeafDraft.PolicyTrace trace =
        new LeafDraft.PolicyTrace(input.json(), ruling.decision().words());
    return draft(exchange, ToldOutcome.of(verdict), data(envelope), trace);
  }

  /**
   * The leaf that says of a permitted exchange that its answer was not sent.
   *
   * @param of the exchange whose answer it was
   */
  LeafDraft withheld(UUID of) {
    return draft(UUID.randomUUID(), ToldOutcome.withheld(of), data(null), null);
  }

  private LeafDraft draft(
      UUID exchange, ToldOutcome outcome, JsonNode data, LeafDraft.@Nullable PolicyTrace trace) {
    ToldOutcome told = outcome.restingOn(ruling, input, Tier.AGGREGATE);
    String consumer = asked.consumer().id();
    String provider = asked.provider().id();
    Map<Group, JsonNode> groups = new EnumMap<>(Group.class);
    groups.put(Group.PARTIES, object().put("consumer", consumer).put("provider", provider));
    groups.put(Group.LEGAL, legal());
    groups.put(Group.DECISION, told.decision());
    groups.put(Group.DATA, data);
    return new LeafDraft(
        LeafKind.EXCHANGE,
        exchange,
        asked.at(),
        new LeafDraft.Owners(null, provider, consumer),
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
    return legal;
  }

  private ObjectNode data(@Nullable String envelope) {
    ObjectNode data =
        object().put("dataset", asked.dataset().name()).put("version", asked.dataset().version());
    asked.request().by().forEach(data.putArray("by")::add);
    if (envelope != null) {
      asked.cells().stream().map(Cell::name).forEach(data.putArray("cells")::add);
      byte[] digest = Providers.sha256(envelope.getBytes(StandardCharsets.US_ASCII));
      data.put("envelope", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }
    return data;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
