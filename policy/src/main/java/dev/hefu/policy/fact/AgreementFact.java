package dev.hefu.policy.fact;

import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.FactVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  /** The same agreement, of which this was used. */
  public AgreementFact with(Spent used) {
    return new AgreementFact(
        seen, provider, consumer, signed, validFrom, validUntil, budgets, used);
  }

  /**
   * What is used of one of its budgets in the window of now, or in a later one if the clock went
   * back.
   *
   * @param last what was used until now; null if nothing
   */
  public AgreementUse used(
      Budget budget, Allowance allowance, @Nullable AgreementUse last, Instant now) {
    Instant start = allowance.windows(validFrom).start(now);
    return last == null || last.windowStart().isBefore(start)
        ? new AgreementUse(seen.id(), budget, start, 0)
        : last;
  }

  /** How much is used of each budget that its terms set. */
  public List<Balance> balances(Instant now) {
    List<Balance> balances = new ArrayList<>();
    if (budgets != null) {
      addBalance(balances, Budget.AGREEMENT_RECORDS, budgets.records(), now);
      addBalance(balances, Budget.AGREEMENT_SUBJECTS, budgets.subjects(), now);
    }
    return balances;
  }

  private void addBalance(
      List<Balance> balances, Budget budget, @Nullable Allowance allowance, Instant now) {
    if (allowance != null) {
      AgreementUse used = used(budget, allowance, spent.uses().get(budget), now);
      balances.add(Balance.in(budget, allowance, validFrom, used.windowStart(), used.used()));
    }
  }

  /** Whether both parties want it, and this is its time. */
  public boolean inForce(Instant now) {
    return signed && !now.isBefore(validFrom) && now.isBefore(validUntil);
  }
}
