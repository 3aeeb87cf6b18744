package dev.hefu.policy.fact;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * What is known of the batch's proofs, read after the lock.
 *
 * @param forgottenUntil second since 1970 up to which nobody knows any more which were taken
 * @param taken the digests of those that some node has taken
 */
public record ProofFacts(long forgottenUntil, Set<ByteBuffer> taken) {
  /** Where no proof was taken, nor any forgotten. */
  public static final ProofFacts NONE = new ProofFacts(Long.MIN_VALUE, Set.of());

  /** Where a crash of the database has emptied the tables of proofs. */
  public static final ProofFacts FORGOTTEN = new ProofFacts(Long.MAX_VALUE, Set.of());
}
