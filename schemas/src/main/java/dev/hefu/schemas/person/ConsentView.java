package dev.hefu.schemas.person;

import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.webhook.ConsumerTold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consent as it stands, as one party sees it.
 *
 * @param reference the caller's own reference; nobody else has the same
 * @param maxRecords how many records it gives in its whole life; null for any number
 * @param records which records it covers; null for all
 * @param attestedBy the provider that says the person agreed; null if the person did so here
 * @param subject the participant's own id of the person; null to the person, and where the link was
 *     ended
 * @param budgets how much is used of each; null to a provider and in the answer to a change
 * @param consumerTold what the consumer was told last of its end or pause, and whether it
 *     acknowledged that; only to the person, when read, and null if nothing
 * @param evidence the leaf of the change that this answers; null when read
 */
public record ConsentView(
    String reference,
    State state,
    List<String> providers,
    String consumer,
    Purpose purpose,
    List<Category> categories,
    Tier highestTier,
    Instant validFrom,
    Instant validUntil,
    ConsentGrant.Mode mode,
    ConsentGrant.@Nullable Frequency frequency,
    @Nullable Integer maxRecords,
    @Nullable Integer dataLifeDays,
    @Nullable RecordScope records,
    LegalBasis legalBasis,
    ConsentGrant.Flags flags,
    NoticeReference notice,
    @Nullable String attestedBy,
    @Nullable String subject,
    Instant grantedAt,
    Instant changedAt,
    @Nullable List<Balance> budgets,
    @Nullable ConsumerTold consumerTold,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public ConsentView {
    providers = List.copyOf(providers);
    categories = List.copyOf(categories);
    budgets = budgets == null ? null : List.copyOf(budgets);
  }

  /** Where a consent stands in its life. */
  public enum State {
    REQUESTED,
    GRANTED,
    PAUSED,
    DENIED,
    REVOKED,
    EXPIRED
  }
}
