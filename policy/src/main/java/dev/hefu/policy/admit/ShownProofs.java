package dev.hefu.policy.admit;

import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.schemas.ErrorCode;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The proofs that came with a batch: each counts once, before it or in it (RFC 9449, 11.1). */
final class ShownProofs {
  private final ProofFacts facts;
  private final Map<ByteBuffer, Proof> first = new LinkedHashMap<>();

  ShownProofs(ProofFacts facts) {
    this.facts = facts;
  }

  /** Why the proof of the next claim counts for nothing; null if it counts. */
  @Nullable ErrorCode refusal(Claim claim) {
    Proof proof = claim.proof();
    if (proof == null) {
      return null;
    }
    if (facts.taken().contains(proof.digest())
        || first.putIfAbsent(proof.digest(), proof) != null) {
      return ErrorCode.PROOF_REPLAYED;
    }
    return proof.issuedAt() <= facts.forgottenUntil() ? ErrorCode.OVERLOADED : null;
  }

  /** Those that were not taken before, to be taken now, also if they count for nothing. */
  List<Proof> taken() {
    return List.copyOf(first.values());
  }
}
