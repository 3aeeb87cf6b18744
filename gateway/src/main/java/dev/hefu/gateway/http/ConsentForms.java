package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Frequency;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Consents between their message and their ledger. */
final class ConsentForms {
  private ConsentForms() {}

  /**
   * The terms of a grant.
   *
   * @throws Refusal if they do not hold together
   */
  static ConsentTerms terms(ConsentGrant grant, Instant now) {
    ConsentGrant.Frequency frequency = grant.frequency();
    ConsentGrant.Flags flags = grant.flags();
    try {
      return new ConsentTerms(
          Set.copyOf(grant.providers()),
          grant.consumer(),
          grant.purpose(),
          Set.copyOf(grant.categories()),
          grant.highestTier(),
          grant.validFrom() == null ? now : grant.validFrom(),
          grant.validUntil(),
          ConsentMode.valueOf(grant.mode().name()),
          frequency == null
              ? null
              : new Frequency(
                  frequency.limit(), Frequency.Window.valueOf(frequency.window().name())),
          grant.dataLifeDays() == null ? null : Duration.ofDays(grant.dataLifeDays()),
          new SeparateConsents(
              flags.recipient(), flags.sensitive(), flags.abroad(), flags.guardian()));
    } catch (IllegalArgumentException invalid) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, String.valueOf(invalid.getMessage()));
    }
  }

  static dev.hefu.policy.consent.Notice shown(Notice notice) {
    return new dev.hefu.policy.consent.Notice(
        notice.id(), notice.version(), notice.language(), notice.digest());
  }

  /** A consent as its person sees it. */
  static ConsentView ofPerson(Consent consent, @Nullable Evidence evidence) {
    return view(consent, consent.subjectReference(), null, evidence);
  }

  /** A consent as its consumer sees it: its own reference, its own id of the person. */
  static ConsentView ofConsumer(Consent consent, @Nullable String localId) {
    return view(consent, consent.consumerReference(), localId, null);
  }

  // NullAway does not see that ConsentView takes null for the nested type Frequency.
  @SuppressWarnings("NullAway")
  private static ConsentView view(
      Consent consent, String reference, @Nullable String localId, @Nullable Evidence evidence) {
    ConsentTerms terms = consent.terms();
    Frequency frequency = terms.frequency();
    SeparateConsents separate = terms.separate();
    Duration dataLife = terms.dataLife();
    return new ConsentView(
        reference,
        ConsentView.State.valueOf(consent.state().name()),
        terms.providers().stream().sorted().toList(),
        terms.consumer(),
        terms.purpose(),
        terms.categories().stream().sorted().toList(),
        terms.highestTier(),
        terms.validFrom(),
        terms.validUntil(),
        ConsentGrant.Mode.valueOf(terms.mode().name()),
        frequency == null
            ? null
            : new ConsentGrant.Frequency(
                frequency.limit(), ConsentGrant.Window.valueOf(frequency.window().name())),
        dataLife == null ? null : Math.toIntExact(dataLife.toDays()),
        new ConsentGrant.Flags(
            separate.recipient(), separate.sensitive(), separate.abroad(), separate.guardian()),
        new NoticeReference(
            consent.notice().id(), consent.notice().version(), consent.notice().language()),
        localId,
        consent.createdAt(),
        consent.changedAt(),
        evidence == null ? null : evidence.toMessage());
  }
}
