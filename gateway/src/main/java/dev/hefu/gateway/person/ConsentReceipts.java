package dev.hefu.gateway.person;

import dev.hefu.crypto.Signer;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.PastState;
import dev.hefu.policy.consent.ProviderConsents;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * Receipts of consents, each made for one recipient: the person's has exact times and discloses who
 * they are, a participant's has its own reference of the consent and nothing by which two
 * participants could find out that they speak of one person.
 */
public final class ConsentReceipts {
  /** Whose copy the person's is; no id of a participant has a colon. */
  static final String PERSON = "dpv:DataSubject";

  private final DSLContext database;
  private final ConsentLedger consents;
  private final Participants participants;
  private final Signer signer;
  private final String issuer;
  private final Clock clock;

  /**
   * @param url of the gateway, which the receipts name as their issuer
   */
  public ConsentReceipts(
      DSLContext database,
      ConsentLedger consents,
      Participants participants,
      Signer signer,
      URI url,
      Clock clock) {
    this.database = database;
    this.consents = consents;
    this.participants = participants;
    this.signer = signer;
    this.issuer = url.toString();
    this.clock = clock;
  }

  /** The person's receipt, of a consent in whatever state; empty if they have none of this name. */
  public Optional<SignedReceipt> ofPerson(UUID person, String reference) {
    return consents
        .ofSubject(database, person, reference)
        .map(consent -> made(consent, form(consent, reference, PERSON, ChronoUnit.MILLIS)));
  }

  /**
   * The receipt of a consumer or provider that a consent names, once the person granted it; empty
   * if it has none of this name.
   */
  public Optional<SignedReceipt> ofParticipant(String participant, String reference) {
    return consents
        .ofConsumer(database, participant, reference)
        .filter(consent -> consent.state().wasGranted())
        .or(
            () ->
                ProviderConsents.find(database, participant, reference)
                    .map(ProviderConsents.Named::consent)
                    .filter(consent -> consent.state().wasGranted()))
        .map(
            // Two participants must not find one person by the second of what was done.
            consent ->
                made(consent, form(consent, reference, participant, ChronoUnit.HOURS))
                    .withoutSubject());
  }

  private ReceiptForm form(
      Consent consent, String reference, String recipient, ChronoUnit precision) {
    ConsentTerms terms = consent.terms();
    Map<String, Participant> parties =
        Stream.concat(terms.providers().stream(), Stream.of(terms.consumer()))
            .distinct()
            .flatMap(id -> participants.find(id).stream())
            .collect(Collectors.toMap(Participant::id, Function.identity()));
    return new ReceiptForm(reference, recipient, issuer, precision, parties);
  }

  private SignedReceipt made(Consent consent, ReceiptForm form) {
    Instant now = clock.instant().truncatedTo(form.precision());
    List<PastState> states = PastState.of(database, consent);
    return SignedReceipt.issue(
        signer,
        new SignedReceipt.Claims(issuer, form.recipient(), now, form.of(consent, states, now)),
        consent.subject().toString());
  }
}
