package dev.hefu.policy.admit;

import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.schemas.ErrorCode;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The proofs that came with a batch: each counts once, before it or in it (RFC 9449, 11.1). */
final class ShownProofs {
  private final ProofFacts facts;
  private final Set<ByteBuffer> first = new HashSet<>();

  ShownProofs(ProofFacts facts) {
    this.facts = facts;
  }

  /** Why the proof of the next claim counts for nothing; null if it counts. */
  @Nullable ErrorCode refusal(Claim claim) {
    Proof proof = claim.proof();
    if (proof == null) {
      return null;
    }
    if (facts.taken().contains(proof.digest()) || !first.add(proof.digest())) {
      return ErrorCode.PROOF_REPLAYED;
    }
    return proof.issuedAt() <= facts.forgottenUntil() ? ErrorCode.OVERLOADED : null;
  }
}
