package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Tier;
import java.util.List;

/**
 * What a sharing agreement releases only once its provider has approved the person.
 *
 * @param fromTier the lowest tier at which it is asked for
 */
public record SharingApprovals(List<DatasetVersion> datasets, Tier fromTier) {
  /** Checks the members. */
  public SharingApprovals {
    datasets = Shape.distinct("datasets", datasets, SharingAgreementTerms.MAX_DATASETS);
    Shape.require(fromTier != Tier.AGGREGATE, "fromTier", "is AGGREGATE, which is about nobody");
  }
}
