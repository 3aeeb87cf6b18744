package dev.hefu.gateway.exchange;

import dev.hefu.gateway.evidence.Change;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.EvidenceLog.KeptAnswer;
import dev.hefu.gateway.evidence.ExchangeClaim;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.identity.HeldProof;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.claim.Claim;
import dev.hefu.schemas.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The last step of an exchange, about one person or about groups: its evidence is made durable, and
 * the verdict becomes what the caller is told. An answer leaves by no other way.
 */
public final class Commit {
  private final Committer committer;
  private final EvidenceLog log;

  /**
   * @param log has the answers that replays give once more
   */
  public Commit(Committer committer, EvidenceLog log) {
    this.committer = committer;
    this.log = log;
  }

  /**
   * Commits one claim.
   *
   * @param withheld the leaf which says of an exchange that its answer was not sent
   * @throws NullPointerException if a claim without an envelope is permitted, which no claim that
   *     proposes to release lacks
   */
  public ExchangeOutcome of(ExchangeClaim ready, Function<UUID, LeafDraft> withheld) {
    Ruled ruled = committer.exchange(ready);
    Claim claim = ready.claim();
    return switch (ruled.verdict()) {
      case Verdict.Permit _ ->
          released(claim.exchange(), Objects.requireNonNull(ready.envelope()), ruled, withheld);
      case Verdict.Deny(ErrorCode reason, Exceeded exceeded) ->
          new ExchangeOutcome.Refused(
              reason,
              exceeded == null ? reason.title() : exceeded.words(),
              claim.exchange(),
              ruled.required());
      case Verdict.Replay _ -> replayed(claim, ruled, withheld);
      case Verdict.KeyConflict _ ->
          ExchangeOutcome.Refused.keyReused(Objects.requireNonNull(claim.idempotencyKey()));
      case Verdict.Unproven(ErrorCode reason) ->
          ExchangeOutcome.Refused.early(reason, HeldProof.refusal(reason).detail());
    };
  }

  private ExchangeOutcome replayed(Claim claim, Ruled ruled, Function<UUID, LeafDraft> withheld) {
    String key = Objects.requireNonNull(claim.idempotencyKey());
    return log.keptAnswer(claim.consumer(), key)
        .flatMap(kept -> released(kept, ruled, withheld))
        .orElseGet(
            () ->
                new ExchangeOutcome.Refused(
                    ErrorCode.ANSWER_EXPIRED,
                    "the answer that was given under the key " + key + " is no longer kept",
                    claim.exchange(),
                    ruled.required()));
  }

  private Optional<ExchangeOutcome> released(
      KeptAnswer kept, Ruled ruled, Function<UUID, LeafDraft> withheld) {
    return kept.envelope().map(envelope -> released(kept.exchange(), envelope, ruled, withheld));
  }

  private ExchangeOutcome released(
      UUID exchange, String envelope, Ruled ruled, Function<UUID, LeafDraft> withheld) {
    return new ExchangeOutcome.Released(
        exchange,
        envelope,
        ruled.required(),
        ruled.fence(),
        () -> withhold(withheld.apply(exchange)));
  }

  /** An answer that was ready too late to be sent: the log says that it was not. */
  private ExchangeOutcome.Refused withhold(LeafDraft draft) {
    Evidence evidence =
        committer
            .change((tx, now) -> new Change.Changed<>(draft.exchange(), List.of(draft)))
            .evidence()
            .getFirst();
    return new ExchangeOutcome.Refused(
        ErrorCode.ANSWER_WITHHELD,
        "the answer was ready more than " + Fence.OPEN.toMillis() + " ms after its commit was sent",
        draft.exchange(),
        evidence);
  }
}
