package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Tier;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What provider and consumer agree; both sign its canonical bytes.
 *
 * @param validFrom first moment it holds
 * @param validUntil first moment it no longer holds
 * @param budgets how much it allows in a window; null if it bounds nothing
 * @param approvals what it releases only with the provider's approval; null if all without
 */
public record SharingAgreementTerms(
    String provider,
    String consumer,
    List<DatasetVersion> datasets,
    List<Purpose> purposes,
    Tier highestTier,
    Instant validFrom,
    Instant validUntil,
    @Nullable SharingBudgets budgets,
    @Nullable SharingApprovals approvals) {
  /** Checks the members. */
  public SharingAgreementTerms {
    Shape.participant("provider", provider);
    Shape.participant("consumer", consumer);
    Shape.require(!provider.equals(consumer), "consumer", "is the provider too");
    datasets = Shape.distinct("datasets", datasets, MAX_DATASETS);
    purposes = Shape.distinct("purposes", purposes, Purpose.values().length);
    Shape.order(validFrom, validUntil);
    Shape.require(
        approvals == null || datasets.containsAll(approvals.datasets()),
        "approvals",
        "names a dataset that is not shared");
  }

  /** Terms that ask for no approvals. */
  public SharingAgreementTerms(
      String provider,
      String consumer,
      List<DatasetVersion> datasets,
      List<Purpose> purposes,
      Tier highestTier,
      Instant validFrom,
      Instant validUntil,
      @Nullable SharingBudgets budgets) {
    this(provider, consumer, datasets, purposes, highestTier, validFrom, validUntil, budgets, null);
  }

  /** What a person can still review before signing. */
  public static final int MAX_DATASETS = 64;

  /** The {@code typ} of a signature over the terms. */
  public static final String JWS_TYPE = "hefu-sharing-agreement+jws";
}
