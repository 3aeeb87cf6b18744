package dev.hefu.gateway.identity;

import dev.hefu.policy.claim.Proof;
import dev.hefu.schemas.ErrorCode;
import java.util.Optional;

/**
 * The proof of possession of one call: it holds, and this node has not met it. Whether another node
 * has is found out when it is taken, once: here, or in the commit of what the call asks for. Of one
 * thread.
 */
public final class HeldProof {
  private final Proof proof;
  private final TakenProofs all;
  private boolean used;

  HeldProof(Proof proof, TakenProofs all) {
    this.proof = proof;
    this.all = all;
  }

  /** Takes it; gives why the call counts for nothing, or nothing if it counts. */
  public Optional<Authentication.Refused> take() {
    used = true;
    return switch (all.take(proof)) {
      case FIRST -> Optional.empty();
      case REPLAYED -> Optional.of(refusal(ErrorCode.PROOF_REPLAYED));
      case FORGOTTEN -> Optional.of(refusal(ErrorCode.OVERLOADED));
    };
  }

  /** Gives it to be taken in the commit, which then says whether the call counts. */
  public Proof forCommit() {
    used = true;
    return proof;
  }

  /** Takes it if the call came to no commit: nobody shall find it of use at another node. */
  public void useUp() {
    if (!used) {
      take();
    }
  }

  /**
   * Why a call counts for nothing whose proof is not taken.
   *
   * @param code what the commit said, or the writer of proofs
   */
  public static Authentication.Refused refusal(ErrorCode code) {
    return new Authentication.Refused(
        code,
        code == ErrorCode.PROOF_REPLAYED
            ? "The proof's jti was used before, at another node."
            : "The proof is from before the database recovered; sign anew.");
  }
}
