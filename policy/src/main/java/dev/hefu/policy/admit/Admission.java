package dev.hefu.policy.admit;

import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.IdempotencyKey;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.fact.Earlier;
import dev.hefu.policy.fact.Facts;
import dev.hefu.schemas.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of claims over facts that were read after the lock: pure, in batch order, without
 * a clock or I/O. A claim whose proof counts for nothing is nobody's. Idempotency comes before
 * budgets and one-time use. Refusing one claim never changes another's verdict. Of several refusals
 * the first in the order of {@link ErrorCode} is given.
 */
public final class Admission {
  private final Facts facts;
  private final Map<IdempotencyKey, Earlier> permittedHere = new HashMap<>();
  private final Spending spending;
  private final FigureQuestions questions;
  private final ShownProofs proofs;
  private final GivenApprovals approvals;

  private Admission(Facts facts) {
    this.facts = facts;
    this.spending = new Spending(facts);
    this.questions = new FigureQuestions(facts);
    this.proofs = new ShownProofs(facts.proofs());
    this.approvals = new GivenApprovals(facts);
  }

  /** The verdicts on the claims, in their order, and the uses that they cause. */
  public static Admitted admit(Facts facts, List<Claim> claims) {
    Admission admission = new Admission(facts);
    List<Verdict> verdicts = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      verdicts.add(admission.admit(claim));
    }
    return new Admitted(
        List.copyOf(verdicts),
        admission.spending.uses(admission.questions.answers(), admission.approvals.changed()));
  }

  private Verdict admit(Claim claim) {
    ErrorCode unproven = proofs.refusal(claim);
    if (unproven != null) {
      return new Verdict.Unproven(unproven);
    }
    IdempotencyKey key = claim.key();
    Earlier earlier = key == null ? null : earlier(key);
    if (earlier != null && !earlier.requestDigest().equals(claim.requestDigest())) {
      return new Verdict.KeyConflict(earlier.exchange());
    }
    return switch (claim.proposal()) {
      case Proposal.Deny deny -> new Verdict.Deny(Disclosure.told(deny.reason(), claim.cited()));
      case Proposal.Permit permit -> admitPermit(claim, permit, key, earlier);
      case Proposal.Await(ApprovalKey approval) -> awaitApproval(claim, approval);
      case Proposal.Figure figure -> admitFigure(claim, figure, key, earlier);
    };
  }

  private Verdict admitPermit(
      Claim claim,
      Proposal.Permit permit,
      @Nullable IdempotencyKey key,
      @Nullable Earlier earlier) {
    Refusals refusals = new Refusals(facts, claim);
    refusals.add(otherAnswer(claim, permit.again(), earlier));
    Verdict.Deny deny =
        refusal(refusals, claim, permit.records(), permit.approval(), earlier != null);
    if (deny != null) {
      return deny;
    }
    if (earlier != null) {
      return new Verdict.Replay(earlier.exchange(), index(earlier));
    }
    spending.spend(claim, permit.records());
    approvals.spend(permit.approval());
    bind(key, claim);
    return new Verdict.Permit();
  }

  /** What was found missing may have been given meanwhile; nothing was fetched to release. */
  private Verdict awaitApproval(Claim claim, ApprovalKey approval) {
    Verdict.Deny deny = refusal(new Refusals(facts, claim), claim, FEWEST_RECORDS, approval, false);
    return deny == null
        ? new Verdict.Deny(claim.cited() ? ErrorCode.STATE_CHANGED : ErrorCode.NOT_PERMITTED)
        : deny;
  }

  private Verdict.@Nullable Deny refusal(
      Refusals refusals, Claim claim, int records, @Nullable ApprovalKey approval, boolean replay) {
    refusals.add(approvals.refusal(approval, replay));
    Exceeded exceeded = null;
    if (!replay) {
      exceeded = spending.exceeded(claim, records);
      refusals.add(exceeded == null ? null : ErrorCode.BUDGET_EXCEEDED);
      refusals.add(spending.usedOnce(claim) ? ErrorCode.CONSENT_USED : null);
    }
    ErrorCode first = refusals.first();
    if (first == null) {
      return null;
    }
    ErrorCode told = Disclosure.told(first, claim.cited());
    if (told == ErrorCode.APPROVAL_NEEDED && approval != null) {
      approvals.await(claim, approval);
    }
    return new Verdict.Deny(told, told == ErrorCode.BUDGET_EXCEEDED ? exceeded : null);
  }

  /** What refuses a figure concerns companies alone, and is told as it is. */
  private Verdict admitFigure(
      Claim claim,
      Proposal.Figure figure,
      @Nullable IdempotencyKey key,
      @Nullable Earlier earlier) {
    Refusals refusals = new Refusals(facts, claim);
    refusals.add(otherAnswer(claim, figure.again(), earlier));
    Exceeded exceeded = null;
    if (earlier == null) {
      exceeded = questions.exceeded(claim, figure);
      refusals.add(exceeded == null ? null : ErrorCode.BUDGET_EXCEEDED);
      refusals.add(questions.changed(claim, figure) ? ErrorCode.STATE_CHANGED : null);
    }
    ErrorCode first = refusals.first();
    if (first != null) {
      return new Verdict.Deny(first, first == ErrorCode.BUDGET_EXCEEDED ? exceeded : null);
    }
    if (earlier != null) {
      return new Verdict.Replay(earlier.exchange(), index(earlier));
    }
    questions.spend(claim, figure);
    bind(key, claim);
    return new Verdict.Permit();
  }

  /**
   * The earlier answer was made on another consent, or more was permitted of it; or it is asked for
   * again, and its key was forgotten meanwhile.
   */
  private static @Nullable ErrorCode otherAnswer(
      Claim claim, boolean again, @Nullable Earlier earlier) {
    boolean other = earlier == null ? again : !earlier.answers(claim.basis());
    return other ? ErrorCode.STATE_CHANGED : null;
  }

  private void bind(@Nullable IdempotencyKey key, Claim claim) {
    if (key != null) {
      permittedHere.put(
          key, new Earlier(claim.exchange(), IN_THIS_BATCH, claim.requestDigest(), claim.basis()));
    }
  }

  /** Those of an answer that nobody has seen. */
  private static final int FEWEST_RECORDS = 1;

  /** Stands for the index of a leaf that this batch has not appended yet. */
  private static final long IN_THIS_BATCH = -1;

  private @Nullable Earlier earlier(IdempotencyKey key) {
    Earlier kept = facts.idempotency().get(key);
    return kept == null ? permittedHere.get(key) : kept;
  }

  private static OptionalLong index(Earlier earlier) {
    return earlier.leafIndex() == IN_THIS_BATCH
        ? OptionalLong.empty()
        : OptionalLong.of(earlier.leafIndex());
  }
}
