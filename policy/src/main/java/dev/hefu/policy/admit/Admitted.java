package dev.hefu.policy.admit;

import java.util.List;

/**
 * The outcome of one batch.
 *
 * @param verdicts one per claim, in the order of the claims
 * @param uses what the batch used, to be written in the same transaction
 */
public record Admitted(List<Verdict> verdicts, Uses uses) {}
