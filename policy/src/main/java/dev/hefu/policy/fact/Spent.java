package dev.hefu.policy.fact;

import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Budget;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What was used of a sharing agreement's budgets before a batch; of an agreement that sets none
 * nothing is read.
 *
 * @param uses by budget; what is not there was never used
 * @param subjects of the subjects that the batch is about, those that were ever counted, with the
 *     start of the last window in which they were
 */
public record Spent(Map<Budget, AgreementUse> uses, Map<UUID, Instant> subjects) {
  /** Where nothing was used, or nothing is bounded. */
  public static final Spent NOTHING = new Spent(Map.of(), Map.of());
}
