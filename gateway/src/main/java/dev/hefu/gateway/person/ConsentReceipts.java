package dev.hefu.gateway.person;

import dev.hefu.crypto.Signer;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.PastState;
import dev.hefu.policy.consent.ProviderConsents;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private final Signer signer;
  private final String issuer;
  private final Clock clock;

  /**
   * @param url of the gateway, which the receipts name as their issuer
   */
  public ConsentReceipts(
      DSLContext database, ConsentLedger consents, Signer signer, URI url, Clock clock) {
    this.database = database;
    this.consents = consents;
    this.signer = signer;
    this.issuer = url.toString();
    this.clock = clock;
  }

  /** The person's receipt, of a consent in whatever state; empty if they have none of this name. */
  public Optional<SignedReceipt> ofPerson(UUID person, String reference) {
    return consents
        .ofSubject(database, person, reference)
        .map(
            consent ->
                made(
                    consent,
                    new ReceiptForm(reference, PERSON, issuer, ChronoUnit.MILLIS),
                    clock.instant()));
  }

  /**
   * The receipt of a consumer or provider that a consent names, once the person granted it; empty
   * if it has none of this name.
   */
  public Optional<SignedReceipt> ofParticipant(String participant, String reference) {
    // Two participants must not find one person by the second in which something was done.
    ReceiptForm form = new ReceiptForm(reference, participant, issuer, ChronoUnit.HOURS);
    return consents
        .ofConsumer(database, participant, reference)
        .filter(consent -> consent.state().wasGranted())
        .or(
            () ->
                ProviderConsents.find(database, participant, reference)
                    .map(ProviderConsents.Named::consent)
                    .filter(consent -> consent.state().wasGranted()))
        .map(
            consent ->
                made(consent, form, clock.instant().truncatedTo(form.precision()))
                    .withoutSubject());
  }

  private SignedReceipt made(Consent consent, ReceiptForm form, Instant now) {
    List<PastState> states = PastState.of(database, consent);
    return SignedReceipt.issue(
        signer,
        new SignedReceipt.Claims(issuer, form.recipient(), now, form.of(consent, states, now)),
        consent.subject().toString());
  }
}
