package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.agreement.AgreementOutcome;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingApprovals;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.fact.Balances;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.contract.ContractCheck;
import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.message.Countersignature;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.PartySignature;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementProposal;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Sharing agreements: proposed by one party, signed by both over the same bytes. */
final class SharingAgreementEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final ParticipantActs acts;
  private final Participants participants;

  SharingAgreementEndpoints(
      DSLContext database, Committer committer, ParticipantActs acts, Participants participants) {
    this.database = database;
    this.committer = committer;
    this.acts = acts;
    this.participants = participants;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "proposeSharingAgreement", this::propose,
        "readSharingAgreement", this::read,
        "signSharingAgreement", this::sign,
        "terminateSharingAgreement", this::terminate);
  }

  private Answer propose(Call call) {
    ContractCheck.Valid<SharingAgreementProposal> body =
        call.checked(SharingAgreementProposal.class);
    SharingAgreementTerms terms = body.message().terms();
    byte[] canonical = CanonicalJson.bytes(body.json().required("terms"));
    String caller = call.participant();
    if (!caller.equals(terms.provider()) && !caller.equals(terms.consumer())) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, caller + " is no party of these terms");
    }
    ParticipantActs.known(participants, terms.provider());
    ParticipantActs.known(participants, terms.consumer());
    requireSigned(caller, body.message().signature(), canonical);
    SharingAgreement made =
        view(
            acts.change(
                caller,
                (tx, now) ->
                    changed(
                        SharingAgreements.propose(
                            tx,
                            now,
                            caller,
                            terms(terms),
                            new String(canonical, StandardCharsets.UTF_8),
                            body.message().signature()),
                        caller,
                        now)));
    return Answer.created("/v1/sharing-agreements/" + made.id(), made);
  }

  private Answer sign(Call call) {
    String signature = call.message(Countersignature.class).signature();
    String caller = call.participant();
    dev.hefu.policy.agreement.SharingAgreement proposed = find(call);
    requireSigned(caller, signature, proposed.canonicalTerms().getBytes(StandardCharsets.UTF_8));
    return Answer.ok(
        view(
            acts.change(
                caller,
                (tx, now) ->
                    changed(
                        SharingAgreements.countersign(
                            tx,
                            now,
                            proposed.standing().id(),
                            caller,
                            proposed.canonicalTerms(),
                            signature),
                        caller,
                        now))));
  }

  private Answer terminate(Call call) {
    call.optional(Reason.class);
    return Answer.ok(
        view(
            committer.change(
                (tx, now) ->
                    changed(
                        SharingAgreements.terminate(tx, now, call.id("id"), call.participant()),
                        call.participant(),
                        now))));
  }

  private Answer read(Call call) {
    dev.hefu.policy.agreement.SharingAgreement found = find(call);
    List<Balance> budgets = BalanceForm.of(Balances.ofAgreement(database, found.standing().id()));
    return Answer.ok(view(found, budgets, null));
  }

  private dev.hefu.policy.agreement.SharingAgreement find(Call call) {
    return SharingAgreements.find(database, call.id("id"), call.participant())
        .orElseThrow(SharingAgreementEndpoints::notFound);
  }

  private void requireSigned(String signer, String signature, byte[] canonical) {
    byte[] signed =
        participants
            .verify(signer, signature, SharingAgreementTerms.JWS_TYPE)
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.SIGNATURE_INVALID,
                        "the signature is not by a registered key of " + signer));
    if (!Arrays.equals(signed, canonical)) {
      throw new Refusal(
          ErrorCode.SIGNATURE_INVALID, "the signed bytes are not the canonical form of the terms");
    }
  }

  private static SharingTerms terms(SharingAgreementTerms terms) {
    return new SharingTerms(
        terms.provider(),
        terms.consumer(),
        terms.datasets().stream()
            .map(dataset -> new DatasetVersion(dataset.name(), dataset.version()))
            .collect(Collectors.toUnmodifiableSet()),
        Set.copyOf(terms.purposes()),
        terms.highestTier(),
        terms.validFrom(),
        terms.validUntil(),
        terms.budgets() == null ? null : budgets(terms.budgets()),
        terms.approvals() == null ? null : approvals(terms.approvals()));
  }

  private static SharingApprovals approvals(dev.hefu.schemas.sharing.SharingApprovals approvals) {
    return new SharingApprovals(
        approvals.datasets().stream()
            .map(dataset -> new DatasetVersion(dataset.name(), dataset.version()))
            .collect(Collectors.toUnmodifiableSet()),
        approvals.fromTier());
  }

  private static SharingBudgets budgets(dev.hefu.schemas.sharing.SharingBudgets budgets) {
    return new SharingBudgets(allowance(budgets.records()), allowance(budgets.subjects()));
  }

  private static @Nullable Allowance allowance(
      dev.hefu.schemas.sharing.SharingBudgets.@Nullable Allowance allowance) {
    return allowance == null ? null : new Allowance(allowance.limit(), allowance.window());
  }

  private static Changed<AgreementOutcome> changed(
      AgreementOutcome outcome, String by, Instant now) {
    return outcome instanceof AgreementOutcome.Changed(var agreement)
        ? new Changed<>(
            outcome,
            List.of(leaf(agreement, by, now)),
            agreement.standing().state() == AgreementState.TERMINATED)
        : Changed.nothing(outcome);
  }

  private static LeafDraft leaf(
      dev.hefu.policy.agreement.SharingAgreement agreement, String by, Instant now) {
    Standing standing = agreement.standing();
    SharingTerms terms = standing.terms();
    String state = standing.state().name().toLowerCase(Locale.ROOT);
    return LeafDraft.change(
        LeafKind.SHARING_AGREEMENT,
        now,
        new LeafDraft.Owners(null, terms.provider(), terms.consumer()),
        state,
        Map.of(
            Group.PARTIES,
            Group.facts(Map.of("provider", terms.provider(), "consumer", terms.consumer())),
            Group.LEGAL,
            Group.facts(Map.of("agreement", standing.id().toString(), "digest", digest(agreement)))
                .put("agreementVersion", standing.version()),
            Group.DECISION,
            Group.facts(Map.of("outcome", state, "by", by))));
  }

  private static String digest(dev.hefu.policy.agreement.SharingAgreement agreement) {
    return Group.digest(agreement.canonicalTerms().getBytes(StandardCharsets.UTF_8));
  }

  private static SharingAgreement view(Committed<AgreementOutcome> committed) {
    return switch (committed.result()) {
      case AgreementOutcome.Changed(var agreement) ->
          view(agreement, null, committed.evidence().getFirst());
      case AgreementOutcome.NotFound() -> throw notFound();
      case AgreementOutcome.AlreadySigned() ->
          throw new Refusal(ErrorCode.CONFLICT, "you have signed this agreement already");
      case AgreementOutcome.WrongState(var state) ->
          throw new Refusal(ErrorCode.CONFLICT, "the agreement is " + state);
      case AgreementOutcome.OtherTerms() ->
          throw new Refusal(ErrorCode.SIGNATURE_INVALID, "the signed terms are not those proposed");
      case AgreementOutcome.TooMany(int limit) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "the two parties hold " + limit + " agreements, the limit");
    };
  }

  /**
   * The terms stand in the answer as they were signed, so that whoever signs them signs the same.
   */
  private static SharingAgreement view(
      dev.hefu.policy.agreement.SharingAgreement agreement,
      @Nullable List<Balance> budgets,
      @Nullable Evidence evidence) {
    Standing standing = agreement.standing();
    return new SharingAgreement(
        standing.id().toString(),
        SharingAgreement.State.valueOf(standing.state().name()),
        MessageCodec.answer(
            StrictJson.trusted(agreement.canonicalTerms().getBytes(StandardCharsets.UTF_8)),
            SharingAgreementTerms.class),
        digest(agreement),
        agreement.signatures().stream()
            .map(signature -> new PartySignature(signature.participant(), signature.signedAt()))
            .toList(),
        budgets,
        evidence == null ? null : evidence.toMessage());
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.NOT_FOUND, "you are a party to no such agreement");
  }
}
