package dev.hefu.policy.agreement;

import dev.hefu.schemas.Tier;
import java.util.Set;

/**
 * What a sharing agreement releases only once its provider has approved the person.
 *
 * @param datasets at least one
 * @param fromTier the lowest tier at which it is asked for; never AGGREGATE, for figures are about
 *     nobody who could be approved
 */
public record SharingApprovals(Set<DatasetVersion> datasets, Tier fromTier) {
  /**
   * Copies the datasets.
   *
   * @throws IllegalArgumentException if there is none, or the tier is AGGREGATE
   */
  public SharingApprovals {
    datasets = Set.copyOf(datasets);
    if (datasets.isEmpty() || fromTier == Tier.AGGREGATE) {
      throw new IllegalArgumentException("approvals: of " + datasets + " from " + fromTier);
    }
  }
}
