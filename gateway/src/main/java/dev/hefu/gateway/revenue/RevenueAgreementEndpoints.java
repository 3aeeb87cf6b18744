package dev.hefu.gateway.revenue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
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
import dev.hefu.settlement.proof.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Revenue agreements: drafted, proposed, in force once every party has signed the same bytes. */
final class RevenueAgreementEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final ParticipantActs acts;
  private final Settlement settlement;
  private final Participants participants;

  RevenueAgreementEndpoints(
      DSLContext database,
      Committer committer,
      ParticipantActs acts,
      Settlement settlement,
      Participants participants) {
    this.database = database;
    this.committer = committer;
    this.acts = acts;
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
    String signature = proposal.signature();
    String caller = call.participant();
    RevenueAgreement made =
        view(
            acts.change(
                caller,
                (tx, now) ->
                    AgreementSteps.of(
                        signature == null
                            ? settlement.draft(tx, caller, document, now)
                            : settlement.propose(
                                tx, caller, document, signature, signedBy(caller), now),
                        caller,
                        now)));
    return Answer.created("/v1/revenue-agreements/" + made.id(), made);
  }

  private Answer sign(Call call) {
    String signature = call.message(Countersignature.class).signature();
    String caller = call.participant();
    return Answer.ok(
        view(
            acts.change(
                caller,
                (tx, now) ->
                    AgreementSteps.of(
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
                    AgreementSteps.of(
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

  private static RevenueAgreement view(Committed<AgreementOutcome> committed) {
    return switch (committed.result()) {
      case AgreementOutcome.Drafted(AgreementView agreement) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.Proposed(AgreementView agreement) ->
          view(agreement, committed.evidence().getFirst());
      case AgreementOutcome.Countersigned(AgreementView agreement, _) ->
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
                      .map(fault -> new Violation("/document" + pointer(fault), said(fault)))
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
    return fault.where().length() > 1 && fault.where().startsWith("/") ? fault.where() : "";
  }

  /** With the term, if it is about one, and the rule. */
  private static String said(Fault fault) {
    String term = fault.where().startsWith("/") ? "" : fault.where() + ": ";
    return term + fault.detail() + " (" + fault.rule() + ")";
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
