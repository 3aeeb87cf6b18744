package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.consent.Attestation;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.webhook.ConsumerTold;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consents as messages, each for the party that reads it. */
final class ConsentViews {
  private ConsentViews() {}

  /** A consent as its person sees it when it changed. */
  static ConsentView ofPerson(Consent consent, @Nullable Evidence evidence) {
    return view(consent, consent.subjectReference(), null, Times.EXACT, null, null, evidence);
  }

  /** A consent as its person reads it, with what is used of its budgets and the consumer told. */
  static ConsentView ofPerson(Consent consent, List<Balance> budgets, @Nullable ConsumerTold told) {
    return view(consent, consent.subjectReference(), null, Times.EXACT, budgets, told, null);
  }

  /**
   * A consent as its consumer reads it: its own reference, its own id of the person, and what it
   * used of the budgets. It must know until when it may ask, but not the second of a change: one
   * act of the person can change what several consumers read, who could tell by it whom they share.
   */
  static ConsentView ofConsumer(Consent consent, @Nullable String localId, List<Balance> budgets) {
    return view(
        consent, consent.consumerReference(), localId, Times.OF_CONSUMER, budgets, null, null);
  }

  /**
   * A consent as a provider that it names sees it: its own reference, its own id of the person, and
   * times to the hour, so that it cannot find the consumer's view of the same person by the second.
   * What the consumer used of it, of other providers too, is not its affair.
   */
  static ConsentView ofProvider(Consent consent, String reference, @Nullable String localId) {
    return view(consent, reference, localId, Times.OF_PROVIDER, null, null, null);
  }

  /** How exactly a reader is told from when to when a consent is valid, and when it changed. */
  private enum Times {
    EXACT(ChronoUnit.MICROS, ChronoUnit.MICROS),
    OF_CONSUMER(ChronoUnit.MICROS, ChronoUnit.HOURS),
    OF_PROVIDER(ChronoUnit.HOURS, ChronoUnit.HOURS);

    private final ChronoUnit ofValidity;
    private final ChronoUnit ofChanges;

    Times(ChronoUnit ofValidity, ChronoUnit ofChanges) {
      this.ofValidity = ofValidity;
      this.ofChanges = ofChanges;
    }
  }

  // NullAway does not see that ConsentView takes null for the nested type Frequency.
  @SuppressWarnings("NullAway")
  private static ConsentView view(
      Consent consent,
      String reference,
      @Nullable String localId,
      Times times,
      @Nullable List<Balance> budgets,
      @Nullable ConsumerTold told,
      @Nullable Evidence evidence) {
    ConsentTerms terms = consent.terms();
    Allowance frequency = terms.frequency();
    SeparateConsents separate = terms.separate();
    Duration dataLife = terms.dataLife();
    Attestation attestation = consent.attestation();
    return new ConsentView(
        reference,
        ConsentView.State.valueOf(consent.state().name()),
        terms.providers().stream().sorted().toList(),
        terms.consumer(),
        terms.purpose(),
        terms.categories().stream().sorted().toList(),
        terms.highestTier(),
        terms.validFrom().truncatedTo(times.ofValidity),
        terms.validUntil().truncatedTo(times.ofValidity),
        ConsentGrant.Mode.valueOf(terms.mode().name()),
        frequency == null
            ? null
            : new ConsentGrant.Frequency(frequency.limit(), frequency.window()),
        terms.maxRecords(),
        dataLife == null ? null : Math.toIntExact(dataLife.toDays()),
        terms.records().equals(RecordScope.ALL) ? null : terms.records(),
        terms.basis(),
        new ConsentGrant.Flags(
            separate.recipient(), separate.sensitive(), separate.abroad(), separate.guardian()),
        new NoticeReference(
            consent.notice().id(), consent.notice().version(), consent.notice().language()),
        attestation == null ? null : attestation.by(),
        localId,
        consent.createdAt().truncatedTo(times.ofChanges),
        consent.changedAt().truncatedTo(times.ofChanges),
        budgets,
        told,
        evidence == null ? null : evidence.toMessage());
  }
}
