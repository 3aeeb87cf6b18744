package dev.hefu.gateway.person;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/** From the message of a consent to what the ledger keeps. */
public final class ConsentForms {
  private ConsentForms() {}

  /**
   * The terms of a grant that holds from now unless it says otherwise.
   *
   * @throws IllegalArgumentException if they do not hold together; one sentence
   */
  static ConsentTerms terms(ConsentGrant grant, Instant now) {
    ConsentGrant.Frequency frequency = grant.frequency();
    return new ConsentTerms(
        Set.copyOf(grant.providers()),
        grant.consumer(),
        grant.purpose(),
        Set.copyOf(grant.categories()),
        grant.highestTier(),
        grant.validFrom() == null ? now : grant.validFrom(),
        grant.validUntil(),
        ConsentMode.valueOf(grant.mode().name()),
        frequency == null ? null : new Allowance(frequency.limit(), frequency.window()),
        grant.maxRecords(),
        grant.dataLifeDays() == null ? null : Duration.ofDays(grant.dataLifeDays()),
        Objects.requireNonNullElse(grant.records(), RecordScope.ALL),
        Objects.requireNonNullElse(grant.legalBasis(), LegalBasis.CONSENT),
        separate(grant.flags()));
  }

  /** What was agreed to separately. */
  public static SeparateConsents separate(ConsentGrant.Flags flags) {
    return new SeparateConsents(
        flags.recipient(), flags.sensitive(), flags.abroad(), flags.guardian());
  }

  static dev.hefu.policy.consent.Notice shown(Notice notice) {
    return new dev.hefu.policy.consent.Notice(
        notice.id(), notice.version(), notice.language(), notice.digest());
  }
}
