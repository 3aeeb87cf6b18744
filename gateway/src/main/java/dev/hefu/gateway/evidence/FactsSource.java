package dev.hefu.gateway.evidence;

import dev.hefu.policy.admit.Claim;
import dev.hefu.policy.admit.Facts;
import dev.hefu.policy.consent.ConsentUse;
import java.util.List;
import org.jooq.DSLContext;

/** Where the facts that a batch is admitted on come from, and where the uses it causes go. */
public interface FactsSource {
  /**
   * The facts as they are now. Called while the head row is locked; a source that answers from
   * before the lock discloses data after its revocation, as a test shows.
   */
  Facts read(DSLContext tx, List<Claim> claims);

  /** Writes the final values of the uses, in the transaction that read the facts. */
  void recordUses(DSLContext tx, List<ConsentUse> uses);
}
