package dev.hefu.gateway.exchange;

import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.EvidenceLog.KeptAnswer;
import dev.hefu.gateway.evidence.ExchangeClaim;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.Approvals;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PolicyEngine;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.CandidateSearch;
import dev.hefu.policy.input.InputText;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * One brokered request from its parsed form to its durable outcome. {@link #run} shows all the
 * steps; each runs on the caller's virtual thread and may block.
 *
 * <p>Committing the evidence is what releases the answer: until then nothing of it has left, and
 * the commit decides once more on the facts as they are under the log's lock.
 */
public final class Exchange {
  /** Whom an exchange tells of, whatever rules permit of groups: those are asked as figures. */
  private static final int ONE_PERSON = 1;

  private final Parts parts;
  private final Clock clock;

  /** What an exchange is made with. */
  public record Parts(
      DSLContext database,
      Participants participants,
      Datasets datasets,
      CandidateSearch search,
      PolicyEngine policy,
      RecordRequests requests,
      ProviderCalls providers,
      SchemaAlarm alarm,
      AnswerSeal seal,
      Commit commit) {}

  /**
   * @param clock of this node; it dates leaves, while validity is judged by the database's
   */
  public Exchange(Parts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * Runs one exchange.
   *
   * @param consumer the authenticated caller
   * @param proof gives the proof that it is to the commit, which takes it
   * @param idempotencyKey the caller's name for this request
   */
  public ExchangeOutcome run(
      String consumer, Supplier<Proof> proof, ExchangeRequest request, String idempotencyKey) {
    Instant now = clock.instant();
    Optional<Participant> caller = parts.participants().find(consumer);
    Optional<Participant> provider = parts.participants().find(request.provider());
    if (caller.isEmpty() || provider.isEmpty()) {
      return ExchangeOutcome.Refused.early(
          ErrorCode.PARTICIPANT_UNKNOWN,
          "no participant is called " + (caller.isEmpty() ? consumer : request.provider()));
    }
    Optional<Dataset> dataset =
        parts.datasets().find(request.provider(), request.dataset(), request.version());
    if (dataset.isEmpty()) {
      return ExchangeOutcome.Refused.early(
          ErrorCode.DATASET_UNKNOWN,
          "%s publishes no %s %d"
              .formatted(request.provider(), request.dataset(), request.version()));
    }
    String digest = RequestDigest.of(request);
    Asked asked =
        new Asked(
            caller.get(),
            proof,
            provider.get(),
            dataset.get(),
            request,
            idempotencyKey,
            digest,
            now);
    RoundTrip reading = new RoundTrip();
    Supplier<Optional<KeptAnswer>> earlier =
        EvidenceLog.keptAnswer(reading, consumer, idempotencyKey);
    Supplier<Candidate> found =
        parts
            .search()
            .search(reading, parts.database(), now, asked.ask(), dataset.get().categories());
    reading.send(parts.database());
    Optional<KeptAnswer> kept = earlier.get();
    if (kept.isPresent() && !kept.get().requestDigest().equals(digest)) {
      return ExchangeOutcome.Refused.keyReused(idempotencyKey);
    }
    Candidate candidate = found.get();
    InputText input = asked.input(candidate).text();
    Ruling ruling = parts.policy().decide(input);
    Decided decided = new Decided(asked, candidate, input, ruling);
    // The commit would refuse it too, but only after a suspended provider was told whom it is
    // about.
    if (caller.get().suspended() || provider.get().suspended()) {
      return refuse(decided, ErrorCode.PARTICIPANT_SUSPENDED);
    }
    return switch (ruling.decision()) {
      case Decision.Deny deny -> refuse(decided, deny.reasons().getFirst());
      case Decision.Unavailable unavailable -> refuse(decided, ErrorCode.POLICY_UNAVAILABLE);
      case Decision.Permit permit
          when permit.obligations().smallestGroup() > ONE_PERSON
              || request.tier() == Tier.AGGREGATE ->
          refuse(decided, ErrorCode.NOT_PERMITTED);
      case Decision.Permit permit ->
          kept.isPresent() ? replay(decided, permit) : permitted(decided, permit);
    };
  }

  /** The provider is asked for nothing that it would have to approve first. */
  private ExchangeOutcome permitted(Decided decided, Decision.Permit permit) {
    ApprovalKey needed = decided.approval(permit);
    return needed == null || Approvals.usable(parts.database(), needed)
        ? disclose(decided, permit)
        : refuse(decided, new Proposal.Await(needed), ErrorCode.APPROVAL_NEEDED);
  }

  /** Fetches, minimises, seals and commits. */
  private ExchangeOutcome disclose(Decided decided, Decision.Permit permit) {
    Asked asked = decided.asked();
    String signedRequest = parts.requests().signed(decided, permit);
    return switch (parts
        .providers()
        .fetch(asked.provider(), ProviderCalls.Wanted.RECORD, signedRequest)) {
      case ProviderAnswer.Failed failed -> fail(decided, failed);
      case ProviderAnswer.Received(String record) ->
          switch (Projection.of(record, decided, permit, parts.alarm())) {
            case Projection.Refused(String detail) ->
                fail(decided, new ProviderAnswer.Failed(ErrorCode.PROVIDER_ANSWER_INVALID, detail));
            case Projection.Minimised minimised ->
                release(decided, permit, parts.seal().seal(decided, permit, minimised));
          };
    };
  }

  private ExchangeOutcome release(Decided decided, Decision.Permit permit, SealedAnswer answer) {
    return commit(
        decided,
        new ExchangeClaim(
            decided.claim(decided.permit(permit, answer.records())),
            new Verdict.Permit(),
            verdict -> decided.draft(verdict, answer.data()),
            answer.envelope()));
  }

  /** The same request again under its key: decided and committed anew, fetched and sealed not. */
  private ExchangeOutcome replay(Decided decided, Decision.Permit permit) {
    return commit(
        decided,
        new ExchangeClaim(
            decided.claim(decided.permit(permit, 0)),
            new Verdict.Permit(),
            verdict -> decided.draft(verdict, DataGroup.replayed(decided.asked(), permit)),
            null));
  }

  private ExchangeOutcome refuse(Decided decided, ErrorCode reason) {
    return refuse(decided, new Proposal.Deny(reason), reason);
  }

  private ExchangeOutcome refuse(Decided decided, Proposal proposal, ErrorCode reason) {
    return commit(
        decided,
        new ExchangeClaim(
            decided.claim(proposal),
            decided.refusal(reason),
            verdict -> decided.draft(verdict, DataGroup.refused(decided.asked())),
            null));
  }

  private ExchangeOutcome commit(Decided decided, ExchangeClaim ready) {
    return parts.commit().of(ready, decided::withheld);
  }

  private ExchangeOutcome fail(Decided decided, ProviderAnswer.Failed failed) {
    ExchangeOutcome refused = refuse(decided, failed.code());
    return refused
                instanceof ExchangeOutcome.Refused(var code, var told, var exchange, var evidence)
            && code == failed.code()
        ? new ExchangeOutcome.Refused(code, failed.detail(), exchange, evidence)
        : refused;
  }
}
