package dev.hefu.policy.fact;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * What is known of the batch's proofs, which are taken with the question, after the lock: also
 * those that count for nothing.
 *
 * @param forgottenUntil second since 1970 up to which nobody knows any more which were taken
 * @param taken the digests of those that some node had taken before
 */
public record ProofFacts(long forgottenUntil, Set<ByteBuffer> taken) {
  /** Where no proof was taken, nor any forgotten. */
  public static final ProofFacts NONE = new ProofFacts(Long.MIN_VALUE, Set.of());

  /** Where a crash of the database has emptied the tables of proofs. */
  public static final ProofFacts FORGOTTEN = new ProofFacts(Long.MAX_VALUE, Set.of());
}
