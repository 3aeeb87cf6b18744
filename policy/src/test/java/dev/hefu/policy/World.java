package dev.hefu.policy;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.policy.agreement.AgreementOutcome;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkOutcome;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * A small commercial world: the marketplace {@code mall} asks the payment platform {@code pay}
 * about persons who use both.
 */
public final class World {
  public static final String MALL = "mall";
  public static final String PAY = "pay";
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final DatasetVersion PROFILE = new DatasetVersion("payment-profile", 1);
  public static final Notice NOTICE = new Notice("recommendation", 1, "zh", "digest");

  public final LocalIds localIds = new LocalIds(Secret.random());
  public final Pseudonyms pseudonyms = new Pseudonyms(Secret.random());
  public final ConsentLedger consents = new ConsentLedger(pseudonyms);
  public final LinkLedger links = new LinkLedger(localIds, consents);
  public final DSLContext tx;

  public World(DSLContext tx) {
    this.tx = tx;
  }

  /** A link token that fits the request of this nonce. */
  public static LinkToken token(String participant, String localId, String nonce) {
    return new LinkToken(participant, localId, nonce, NOON, NOON.plus(Duration.ofMinutes(5)), null);
  }

  public String nonce(UUID subject, String participant) {
    return ((RequestOutcome.Requested) links.request(tx, NOON, subject, participant))
        .request()
        .nonce();
  }

  public Link link(UUID subject, String participant, String localId) {
    LinkToken token = token(participant, localId, nonce(subject, participant));
    return ((LinkOutcome.Linked) links.link(tx, NOON, subject, token)).link();
  }

  /** A person known to {@code mall} as m-NAME and to {@code pay} as p-NAME. */
  public UUID person(String name) {
    UUID subject = UUID.randomUUID();
    link(subject, MALL, "m-" + name);
    link(subject, PAY, "p-" + name);
    return subject;
  }

  /** Recommendation on payment and purchase data, by {@code pay} to {@code mall}, for a week. */
  public static ConsentTerms terms() {
    return new ConsentTerms(
        Set.of(PAY),
        MALL,
        Purpose.RECOMMENDATION,
        Set.of(Category.PAYMENT, Category.PURCHASE),
        Tier.PSEUDONYMOUS,
        NOON,
        NOON.plus(Duration.ofDays(7)),
        ConsentMode.PERIODIC,
        null,
        null,
        Duration.ofDays(30),
        RecordScope.ALL,
        LegalBasis.CONSENT,
        new SeparateConsents(true, true, false, false));
  }

  /** Everything that a requested consent asks for is agreed to. */
  public ConsentOutcome accept(Instant now, UUID subject, String reference) {
    SeparateConsents all = new SeparateConsents(true, true, true, true);
    return consents.accept(tx, now, subject, reference, all, NOTICE);
  }

  public Consent grant(UUID subject) {
    return changed(consents.grant(tx, NOON, subject, terms(), NOTICE));
  }

  public static Consent changed(ConsentOutcome outcome) {
    return ((ConsentOutcome.Changed) outcome).consent();
  }

  public static SharingTerms sharing() {
    return new SharingTerms(
        PAY,
        MALL,
        Set.of(PROFILE),
        Set.of(Purpose.RECOMMENDATION, Purpose.SERVICE),
        Tier.PSEUDONYMOUS,
        NOON,
        NOON.plus(Duration.ofDays(365)),
        null);
  }

  public Standing agree(SharingTerms terms) {
    Standing proposed = standing(SharingAgreements.propose(tx, NOON, MALL, terms, "{}", "jws-m"));
    return standing(SharingAgreements.countersign(tx, NOON, proposed.id(), PAY, "{}", "jws-p"));
  }

  public static Standing standing(AgreementOutcome outcome) {
    return ((AgreementOutcome.Changed) outcome).agreement().standing();
  }

  /** What {@code mall} asks about its customer, citing the given reference. */
  public static Ask ask(String localId, String reference) {
    return new Ask(
        MALL, PAY, PROFILE, Purpose.RECOMMENDATION, Tier.PSEUDONYMOUS, localId, reference);
  }

  /** The same, citing nothing. */
  public static Ask ask(String localId) {
    return new Ask(MALL, PAY, PROFILE, Purpose.RECOMMENDATION, Tier.PSEUDONYMOUS, localId, null);
  }
}
