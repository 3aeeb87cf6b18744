package dev.hefu.policy.consent;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a consent permits; it never changes, another recipient, purpose or category is another
 * consent. Its times are whole microseconds, as they are kept: what is finer is cut off.
 *
 * @param providers who may disclose, 1 to {@value #MAX_PROVIDERS}
 * @param consumer the one participant that may receive
 * @param validFrom first moment it holds
 * @param validUntil first moment it no longer holds
 * @param frequency how often it may be used; null if as often as wanted
 * @param maxRecords how many records it gives in its whole life, at least 1; null for any number
 * @param dataLife how long the consumer may keep what it got, in whole days; null if the law's
 *     limit alone applies
 * @param records which of the person's records it covers
 * @param basis the legal ground that the consumer names
 */
public record ConsentTerms(
    Set<String> providers,
    String consumer,
    Purpose purpose,
    Set<Category> categories,
    Tier highestTier,
    Instant validFrom,
    Instant validUntil,
    ConsentMode mode,
    @Nullable Allowance frequency,
    @Nullable Integer maxRecords,
    @Nullable Duration dataLife,
    RecordScope records,
    LegalBasis basis,
    SeparateConsents separate) {
  /** What fits on one consent page that a person can still read. */
  public static final int MAX_PROVIDERS = 16;

  /** The longest a consent may hold before the person is asked again. */
  public static final Duration MAX_VALIDITY = Duration.ofDays(366);

  /**
   * Checks the terms among themselves and copies the sets.
   *
   * @throws IllegalArgumentException if a set is empty or too large, the consumer is a provider,
   *     the validity is empty or too long, the records are none, or the data life is not a positive
   *     number of whole days
   */
  public ConsentTerms {
    providers = Set.copyOf(providers);
    categories = Set.copyOf(categories);
    validFrom = validFrom.truncatedTo(ChronoUnit.MICROS);
    validUntil = validUntil.truncatedTo(ChronoUnit.MICROS);
    check(
        !providers.isEmpty() && providers.size() <= MAX_PROVIDERS,
        "providers: " + providers.size() + " is not in 1.." + MAX_PROVIDERS);
    check(!categories.isEmpty(), "categories: at least one is needed");
    check(!providers.contains(consumer), "consumer: " + consumer + " is a provider too");
    check(validFrom.isBefore(validUntil), "validUntil: not after " + validFrom);
    check(
        Duration.between(validFrom, validUntil).compareTo(MAX_VALIDITY) <= 0,
        "validUntil: more than " + MAX_VALIDITY.toDays() + " days after " + validFrom);
    check(maxRecords == null || maxRecords > 0, "maxRecords: " + maxRecords + " is not positive");
    check(
        dataLife == null
            || (dataLife.isPositive() && dataLife.equals(Duration.ofDays(dataLife.toDays()))),
        "dataLife: not a positive number of days");
  }

  /** The same terms with these separate consents. */
  ConsentTerms with(SeparateConsents given) {
    return new ConsentTerms(
        providers,
        consumer,
        purpose,
        categories,
        highestTier,
        validFrom,
        validUntil,
        mode,
        frequency,
        maxRecords,
        dataLife,
        records,
        basis,
        given);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
