package dev.hefu.policy.approval;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the provider said last of one person.
 *
 * @param exchange that asked first; it names the approval
 * @param askedAt when it was asked for last
 * @param until first moment at which what was said no longer counts; null where nothing was, or it
 *     was withdrawn
 * @param uses how often it may be used; null for as often as wanted
 * @param used how often it was, since it was given
 * @param waits whether it was asked for since the provider said it, or never answered: one that is
 *     used up stays in force for repeats while another is asked for
 */
public record Approval(
    UUID exchange,
    ApprovalKey key,
    ApprovalState state,
    Instant askedAt,
    @Nullable Instant until,
    @Nullable Integer uses,
    int used,
    boolean waits) {
  /** A request that waits for the provider. */
  public static Approval waiting(UUID exchange, ApprovalKey key, Instant now) {
    return new Approval(exchange, key, ApprovalState.WAITING, now, null, null, 0, true);
  }

  /** As it is once it is asked for again. */
  public Approval askedAgain(Instant now) {
    return inForce(now)
        ? new Approval(exchange, key, state, now, until, uses, used, true)
        : waiting(exchange, key, now);
  }

  /** Whether the provider's yes counts now; its uses are another matter. */
  public boolean inForce(Instant now) {
    return state == ApprovalState.APPROVED && counts(now);
  }

  /** Whether an answer may be released on it for the first time. */
  public boolean usable(Instant now) {
    return inForce(now) && (uses == null || used < uses);
  }

  /** Whether the provider's no counts now. */
  public boolean declined(Instant now) {
    return state == ApprovalState.DECLINED && counts(now);
  }

  private boolean counts(Instant now) {
    return until != null && now.isBefore(until);
  }

  /** As it is after one more use. */
  public Approval usedOnce() {
    return new Approval(exchange, key, state, askedAt, until, uses, used + 1, waits);
  }
}
