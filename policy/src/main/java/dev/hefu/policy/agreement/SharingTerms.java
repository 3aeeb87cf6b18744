package dev.hefu.policy.agreement;

import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider and a consumer agree to share.
 *
 * @param datasets 1 to {@value #MAX_DATASETS}
 * @param validFrom first moment it holds
 * @param validUntil first moment it no longer holds
 * @param budgets how much it allows in a window; null if it bounds nothing
 * @param approvals what it releases only with the provider's approval; null if all without
 */
public record SharingTerms(
    String provider,
    String consumer,
    Set<DatasetVersion> datasets,
    Set<Purpose> purposes,
    Tier highestTier,
    Instant validFrom,
    Instant validUntil,
    @Nullable SharingBudgets budgets,
    @Nullable SharingApprovals approvals) {
  /** What two companies can still read before they sign. */
  public static final int MAX_DATASETS = 64;

  /**
   * Checks the terms among themselves and copies the sets.
   *
   * @throws IllegalArgumentException if the parties are one, a set is empty or too large, the
   *     validity is empty, or an approval is asked for a dataset that is not shared
   */
  public SharingTerms {
    datasets = Set.copyOf(datasets);
    purposes = Set.copyOf(purposes);
    check(!provider.equals(consumer), "consumer: the provider itself");
    check(
        !datasets.isEmpty() && datasets.size() <= MAX_DATASETS,
        "datasets: " + datasets.size() + " is not in 1.." + MAX_DATASETS);
    check(!purposes.isEmpty(), "purposes: at least one is needed");
    check(validFrom.isBefore(validUntil), "validUntil: not after " + validFrom);
    check(
        approvals == null || datasets.containsAll(approvals.datasets()),
        "approvals: of a dataset that is not shared");
  }

  /** Terms that ask for no approvals. */
  public SharingTerms(
      String provider,
      String consumer,
      Set<DatasetVersion> datasets,
      Set<Purpose> purposes,
      Tier highestTier,
      Instant validFrom,
      Instant validUntil,
      @Nullable SharingBudgets budgets) {
    this(provider, consumer, datasets, purposes, highestTier, validFrom, validUntil, budgets, null);
  }

  /** Whether the participant is one of the two parties. */
  public boolean hasParty(String participant) {
    return participant.equals(provider) || participant.equals(consumer);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
