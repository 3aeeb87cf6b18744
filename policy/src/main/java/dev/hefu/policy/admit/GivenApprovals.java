package dev.hefu.policy.admit;

import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.schemas.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The providers' approvals that a batch rests on: each use is counted, and what is missing waits
 * for its provider.
 */
final class GivenApprovals {
  private final Facts facts;
  private final Map<ApprovalKey, Approval> changed = new LinkedHashMap<>();

  GivenApprovals(Facts facts) {
    this.facts = facts;
  }

  /**
   * Why the provider's word does not allow it; null if it does.
   *
   * @param key of the approval that is needed; null if none is
   * @param replay whether it is released again, which uses nothing up
   */
  @Nullable ErrorCode refusal(@Nullable ApprovalKey key, boolean replay) {
    if (key == null) {
      return null;
    }
    Approval approval = approval(key);
    if (approval == null) {
      return ErrorCode.APPROVAL_NEEDED;
    }
    if (approval.declined(facts.now())) {
      return ErrorCode.APPROVAL_DECLINED;
    }
    boolean given = replay ? approval.inForce(facts.now()) : approval.usable(facts.now());
    return given ? null : ErrorCode.APPROVAL_NEEDED;
  }

  /** Counts a permitted claim. */
  void spend(@Nullable ApprovalKey key) {
    if (key != null) {
      changed.computeIfAbsent(key, facts.approvals()::get);
      changed.computeIfPresent(key, (same, approval) -> approval.usedOnce());
    }
  }

  /** Has the claim's request wait for the provider, unless one waits already. */
  void await(Claim claim, ApprovalKey key) {
    Approval last = approval(key);
    if (last == null) {
      changed.put(key, Approval.waiting(claim.exchange(), key, facts.now()));
    } else if (!last.waits()) {
      changed.put(key, last.askedAgain(facts.now()));
    }
  }

  /** The final values of those that the batch changed. */
  List<Approval> changed() {
    return List.copyOf(changed.values());
  }

  private @Nullable Approval approval(ApprovalKey key) {
    Approval here = changed.get(key);
    return here == null ? facts.approvals().get(key) : here;
  }
}
