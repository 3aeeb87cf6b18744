package dev.hefu.policy.admit;

import dev.hefu.policy.budget.SharingBudgets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sharing agreement as it is now.
 *
 * @param signed whether both parties signed it and neither has terminated it
 * @param validFrom first moment it holds
 * @param validUntil first moment it no longer holds
 * @param budgets how much it allows in a window; null if it bounds nothing
 * @param spent what was used of them
 */
public record AgreementFact(
    FactVersion seen,
    String provider,
    String consumer,
    boolean signed,
    Instant validFrom,
    Instant validUntil,
    @Nullable SharingBudgets budgets,
    Spent spent) {
  AgreementFact with(Spent used) {
    return new AgreementFact(
        seen, provider, consumer, signed, validFrom, validUntil, budgets, used);
  }

  boolean inForce(Instant now) {
    return signed && !now.isBefore(validFrom) && now.isBefore(validUntil);
  }
}
