package dev.hefu.policy.claim;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that asks to be admitted.
 *
 * @param proof that its caller holds the key of its token; null where that was taken before
 * @param seen the facts its decision saw
 * @param idempotencyKey the caller's key, unique per consumer; null if it gave none
 * @param requestDigest digest of the request, compared where a key is used again
 * @param cited whether the caller cited its own reference of this very consent: it then learns the
 *     exact refusal, anybody else only that it is not permitted
 */
public record Claim(
    UUID exchange,
    String consumer,
    String provider,
    @Nullable Proof proof,
    Seen seen,
    @Nullable String idempotencyKey,
    String requestDigest,
    Proposal proposal,
    boolean cited) {
  /**
   * Checks that a permit names what it rests on.
   *
   * @throws IllegalArgumentException if a permit has no agreement or no facts about the person
   */
  public Claim {
    if ((proposal instanceof Proposal.Permit || proposal instanceof Proposal.Await)
        && (seen.agreement() == null || seen.personal() == null)) {
      throw new IllegalArgumentException(
          "a permit names its agreement, consent and links, and so does one that waits");
    }
    if (proposal instanceof Proposal.Figure && seen.agreement() == null) {
      throw new IllegalArgumentException("a figure names its agreement");
    }
  }

  /**
   * The sharing agreement.
   *
   * @throws NullPointerException if there was none, which only a denial may have
   */
  public UUID agreement() {
    return Objects.requireNonNull(seen.agreement()).id();
  }

  /** What its answer rests on beside its request; null if it has none to give. */
  public @Nullable String basis() {
    return switch (proposal) {
      case Proposal.Permit permit -> permit.basis();
      case Proposal.Figure figure -> figure.question();
      case Proposal.Await _, Proposal.Deny _ -> null;
    };
  }

  /** The caller's key as nobody else's; null if it gave none. */
  public @Nullable IdempotencyKey key() {
    return idempotencyKey == null ? null : new IdempotencyKey(consumer, idempotencyKey);
  }
}
