package dev.hefu.policy.admit;

import dev.hefu.policy.consent.ConsentUse;
import java.util.List;

/**
 * The outcome of one batch.
 *
 * @param verdicts one per claim, in the order of the claims
 * @param uses the final values of every consent that the batch used, to be written by {@code
 *     ConsentLedger.recordUses} in the same transaction
 */
public record Admitted(List<Verdict> verdicts, List<ConsentUse> uses) {}
