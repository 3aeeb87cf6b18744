package dev.hefu.policy.admit;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import java.time.Instant;
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
}
