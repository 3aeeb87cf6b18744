package dev.hefu.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.Countersignature;
import dev.hefu.schemas.message.PartySignature;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Violation;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.revenue.RevenueAgreementProposal;
import dev.hefu.schemas.revenue.RevenueTermination;
import dev.hefu.settlement.AgreementOutcome;
import dev.hefu.settlement.AgreementView;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.agreement.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Revenue agreements: proposed, and in force once every party has signed the same bytes. */
final class RevenueAgreementEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final Settlement settlement;
  private final Participants participants;

  RevenueAgreementEndpoints(
      DSLContext database, Committer committer, Settlement settlement, Participants participants) {
    this.database = database;
    this.committer = committer;
    this.settlement = settlement;
    this.participants = participants;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "proposeRevenueAgreement", this::propose,
        "signRevenueAgreement", this::sign,
        "terminateRevenueAgreement", this::terminate,
        "readRevenueAgreement", this::read);
  }

  private Answer propose(Call call) {
    RevenueAgreementProposal proposal = call.message(RevenueAgreementProposal.class);
    byte[] document = proposal.document().toString().getBytes(StandardCharsets.UTF_8);
    String caller = call.participant();
    RevenueAgreement made =
        view(
            committer.change(
                (tx, now) ->
                    changed(
                        settlement.propose(
                            tx, caller, document, proposal.signature(), signedBy(caller), now),
                        caller,
                        now)));
    return Answer.created("/v1/revenue-agreements/" + made.id(), made);
  }

  private Answer sign(Call call) {
    String signature = call.message(Countersignature.class).signature();
    String caller = call.participant();
    return Answer.ok(
        view(
            committer.change(
                (tx, now) ->
                    changed(
                        settlement.countersign(
                            tx, call.id("id"), caller, signature, signedBy(caller), now),
                        caller,
                        now))));
  }

  private Answer terminate(Call call) {
    RevenueTermination termination = call.message(RevenueTermination.class);
    String caller = call.participant();
    return Answer.ok(
        view(
            committer.change(
                (tx, now) ->
                    changed(
                        settlement.terminate(
                            tx,
                            call.id("id"),
                            caller,
                            termination.until(),
                            termination.signature(),
                            jws -> participants.verify(caller, jws, RevenueTermination.JWS_TYPE),
                            now),
                        caller,
                        now))));
  }

  private Answer read(Call call) {
    return settlement
        .agreement(database, call.id("id"), call.participant())
        .map(agreement -> Answer.ok(view(agreement, null)))
        .orElseThrow(RevenueAgreementEndpoints::notFound);
  }

  private Function<String, Optional<byte[]>> signedBy(String party) {
    return jws -> participants.verify(party, jws, RevenueAgreementProposal.JWS_TYPE);
  }

  private static Changed<AgreementOutcome> changed(
      AgreementOutcome outcome, String by, Instant now) {
    return switch (outcome) {
      case AgreementOutcome.Proposed(AgreementView agreement) ->
          new Changed<>(outcome, List.of(leaf(agreement, by, now)));
      case AgreementOutcome.Countersigned(AgreementView agreement) ->
          new Changed<>(outcome, List.of(leaf(agreement, by, now)));
      case AgreementOutcome.Terminating(AgreementView agreement, _) ->
          new Changed<>(outcome, List.of(leaf(agreement, "terminating", by, now)));
      case AgreementOutcome.Terminated(AgreementView agreement) ->
          new Changed<>(outcome, List.of(leaf(agreement, by, now)));
      case AgreementOutcome.BadDocument refused -> Changed.nothing(outcome);
      case AgreementOutcome.BadSignature refused -> Changed.nothing(outcome);
      case AgreementOutcome.NotFound refused -> Changed.nothing(outcome);
      case AgreementOutcome.Conflict refused -> Changed.nothing(outcome);
    };
  }

  private static LeafDraft leaf(AgreementView agreement, String by, Instant now) {
    return leaf(agreement, agreement.state().name().toLowerCase(Locale.ROOT), by, now);
  }

  private static LeafDraft leaf(AgreementView agreement, String state, String by, Instant now) {
    ObjectNode legal =
        Facts.of(Map.of("agreement", agreement.id().toString(), "digest", agreement.hash()));
    return LeafDraft.change(
        LeafKind.REVENUE_AGREEMENT,
        now,
        new LeafDraft.Owners(null, by, null),
        state,
        Map.of(
            Group.PARTIES, Facts.list("parties", agreement.parties()),
            Group.LEGAL, legal.put("agreementVersion", agreement.version()),
            Group.DECISION, Facts.of(Map.of("outcome", state, "by", by))));
  }

  private static RevenueAgreement view(Committed<AgreementOutcome> committed) {
    return switch (committed.result()) {
      case AgreementOutcome.Proposed(AgreementView agreement) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.Countersigned(AgreementView agreement) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.Terminating(AgreementView agreement, _) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.Terminated(AgreementView agreement) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.BadDocument(var faults) ->
          throw new Refusal(
              Problem.of(
                  ErrorCode.INVALID_REQUEST,
                  faults.getFirst().where() + ": " + faults.getFirst().detail(),
                  faults.stream()
                      .map(fault -> new Violation("/document" + pointer(fault), fault.detail()))
                      .toList()));
      case AgreementOutcome.BadSignature() ->
          throw new Refusal(
              ErrorCode.SIGNATURE_INVALID,
              "the signature is not yours, or not over the canonical form of this document");
      case AgreementOutcome.NotFound() -> throw notFound();
      case AgreementOutcome.Conflict(String reason) ->
          throw new Refusal(ErrorCode.CONFLICT, reason);
    };
  }

  private static String pointer(Fault fault) {
    return fault.where().startsWith("/") ? fault.where() : "";
  }

  private static RevenueAgreement view(AgreementView agreement, @Nullable Evidence evidence) {
    return new RevenueAgreement(
        agreement.id().toString(),
        RevenueAgreement.State.valueOf(agreement.state().name()),
        (ObjectNode) StrictJson.trusted(agreement.document().getBytes(StandardCharsets.UTF_8)),
        agreement.hash(),
        agreement.until(),
        agreement.signatures().stream()
            .map(signature -> new PartySignature(signature.party(), signature.at()))
            .toList(),
        evidence == null ? null : evidence.toMessage());
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.NOT_FOUND, "you are a party to no such agreement");
  }
}
