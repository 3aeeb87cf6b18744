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
 */
public record SharingAgreementTerms(
    String provider,
    String consumer,
    List<DatasetVersion> datasets,
    List<Purpose> purposes,
    Tier highestTier,
    Instant validFrom,
    Instant validUntil,
    @Nullable SharingBudgets budgets) {
  /** Checks the members. */
  public SharingAgreementTerms {
    Shape.participant("provider", provider);
    Shape.participant("consumer", consumer);
    Shape.require(!provider.equals(consumer), "consumer", "is the provider too");
    datasets = Shape.distinct("datasets", datasets, MAX_DATASETS);
    purposes = Shape.distinct("purposes", purposes, Purpose.values().length);
    Shape.order(validFrom, validUntil);
  }

  /** What a person can still review before signing. */
  public static final int MAX_DATASETS = 64;

  /** The {@code typ} of a signature over the terms. */
  public static final String JWS_TYPE = "hefu-sharing-agreement+jws";
}
