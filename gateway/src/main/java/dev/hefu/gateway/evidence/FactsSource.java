package dev.hefu.gateway.evidence;

import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;
import java.util.function.Supplier;

/** Where the facts that a batch is admitted on come from, and where the uses it causes go. */
public interface FactsSource {
  /**
   * Asks for the facts as they are when the head row is locked: the statement that locks it goes
   * before these. A source that answers from before the lock discloses data after its revocation,
   * as a test shows. The proofs of the claims are taken with the question.
   *
   * @return gives the facts, after the round trip
   */
  Supplier<Facts> ask(RoundTrip trip, List<Claim> claims);

  /**
   * Adds the writing of the final values of what was used, in the transaction that read the facts.
   */
  void recordUses(RoundTrip trip, Uses uses);
}
