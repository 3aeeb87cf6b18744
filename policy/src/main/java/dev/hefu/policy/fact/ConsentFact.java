package dev.hefu.policy.fact;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent as it is now, with what has been used of it.
 *
 * @param validFrom first moment it holds, and the start of its first window
 * @param validUntil first moment it no longer holds
 * @param frequency how often it may be used in a window; null if as often as wanted
 * @param maxRecords how many records it gives in its whole life; null for any number
 * @param use its uses so far; null if it was never used
 */
public record ConsentFact(
    FactVersion seen,
    UUID subject,
    String consumer,
    Set<String> providers,
    ConsentState state,
    ConsentMode mode,
    Instant validFrom,
    Instant validUntil,
    @Nullable Allowance frequency,
    @Nullable Integer maxRecords,
    @Nullable ConsentUse use) {
  /** Makes an unmodifiable copy of the providers. */
  public ConsentFact {
    providers = Set.copyOf(providers);
  }

  /**
   * What is used of it in the window of now, or in a later one if the clock went back.
   *
   * @param last what was used until now; null if nothing
   */
  public ConsentUse used(@Nullable ConsentUse last, Instant now) {
    UUID id = seen.id();
    Instant start = frequency == null ? validFrom : frequency.windows(validFrom).start(now);
    if (last == null) {
      return new ConsentUse(id, 0, 0, start, 0, now);
    }
    return last.windowStart().isBefore(start)
        ? new ConsentUse(id, last.total(), last.records(), start, 0, last.lastAt())
        : last;
  }

  /** How much is used of each of its budgets; a consent for one use is a budget of one. */
  public List<Balance> balances(Instant now) {
    List<Balance> balances = new ArrayList<>();
    ConsentUse used = used(use, now);
    if (mode == ConsentMode.ONE_TIME) {
      balances.add(Balance.inAll(Budget.CONSENT_USES, 1, used.total()));
    }
    if (frequency != null) {
      balances.add(
          Balance.in(
              Budget.CONSENT_USES, frequency, validFrom, used.windowStart(), used.windowUsed()));
    }
    if (maxRecords != null) {
      balances.add(Balance.inAll(Budget.CONSENT_RECORDS, maxRecords, used.records()));
    }
    return balances;
  }
}
