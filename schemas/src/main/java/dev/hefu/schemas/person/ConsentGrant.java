package dev.hefu.schemas.person;

import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.dataset.RecordScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A permission that the person gives now, or that a consumer asks them for.
 *
 * @param providers who may disclose
 * @param consumer the one participant that may receive
 * @param validFrom first moment it holds; null for now
 * @param validUntil first moment it no longer holds
 * @param frequency how often it may be used; null if as often as wanted
 * @param maxRecords how many records it gives in its whole life; null for any number
 * @param dataLifeDays how long the consumer may keep what it got; null if only the law limits it
 * @param records which records it covers; null for all
 * @param legalBasis null for {@link LegalBasis#CONSENT}
 * @param notice what the person was shown
 */
public record ConsentGrant(
    List<String> providers,
    String consumer,
    Purpose purpose,
    List<Category> categories,
    Tier highestTier,
    @Nullable Instant validFrom,
    Instant validUntil,
    Mode mode,
    @Nullable Frequency frequency,
    @Nullable Integer maxRecords,
    @Nullable Integer dataLifeDays,
    @Nullable RecordScope records,
    @Nullable LegalBasis legalBasis,
    Flags flags,
    NoticeReference notice) {
  /** Checks the members. */
  public ConsentGrant {
    providers = Shape.distinct("providers", providers, MAX_PROVIDERS);
    providers.forEach(provider -> Shape.participant("providers", provider));
    Shape.participant("consumer", consumer);
    Shape.require(!providers.contains(consumer), "consumer", "is a provider too");
    categories = Shape.distinct("categories", categories, Category.values().length);
    if (validFrom != null) {
      Shape.order(validFrom, validUntil);
    }
    if (maxRecords != null) {
      Shape.range("maxRecords", maxRecords, 1, MAX_RECORDS);
    }
    if (dataLifeDays != null) {
      Shape.range("dataLifeDays", dataLifeDays, 1, MAX_DATA_LIFE_DAYS);
    }
  }

  /** What fits on one consent page that a person can still read. */
  public static final int MAX_PROVIDERS = 16;

  /** More than any person has with all providers of a consent; keeps counters from overflow. */
  public static final int MAX_RECORDS = 1_000_000;

  /** Ten years: longer than any purpose here lasts. */
  public static final int MAX_DATA_LIFE_DAYS = 3660;

  /** One permitted exchange, or any number while the consent is valid. */
  public enum Mode {
    ONE_TIME,
    PERIODIC
  }

  /** At most {@code limit} uses in each window, counted from the consent's first moment. */
  public record Frequency(int limit, Window window) {
    /** More a window than any person could mean. */
    public static final int MAX_LIMIT = 1_000_000;

    /** Checks the limit. */
    public Frequency {
      Shape.range("limit", limit, 1, MAX_LIMIT);
    }
  }

  /**
   * What the person agreed to separately (PIPL).
   *
   * @param recipient to provide to this recipient (Art. 23)
   * @param sensitive to process sensitive data (Art. 29)
   * @param abroad to transfer abroad (Art. 39)
   * @param guardian the guardian of a minor agreed (Art. 31)
   */
  public record Flags(boolean recipient, boolean sensitive, boolean abroad, boolean guardian) {}
}
