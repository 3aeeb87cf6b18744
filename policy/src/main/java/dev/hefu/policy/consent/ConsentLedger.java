package dev.hefu.policy.consent;

import dev.hefu.policy.pseudonym.Pseudonyms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The consents of all persons and their whole life: {@code REQUESTED -> GRANTED | DENIED}, {@code
 * GRANTED <-> PAUSED}, {@code GRANTED | PAUSED -> REVOKED | EXPIRED}; nothing leaves a final state.
 * Every writer needs the log's lock, and each change it returns needs a leaf.
 */
public final class ConsentLedger {
  /** More than a person can oversee; a bound on what one search reads. */
  public static final int MAX_OPEN_CONSENTS_PER_SUBJECT = 1_000;

  private final Pseudonyms pseudonyms;

  /** References are derived with the given pseudonyms. */
  public ConsentLedger(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /** Grants a consent at once, as the person does on their own initiative. */
  public ConsentOutcome grant(
      DSLContext tx, Instant now, UUID subject, ConsentTerms terms, Notice notice) {
    throw new UnsupportedOperationException();
  }

  /** Keeps a consumer's request for a consent, for the person to grant or deny. */
  public ConsentOutcome request(
      DSLContext tx, Instant now, UUID subject, ConsentTerms terms, Notice notice) {
    throw new UnsupportedOperationException();
  }

  /** The person grants what was requested. */
  public ConsentOutcome accept(DSLContext tx, Instant now, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }

  /** The person denies what was requested. */
  public ConsentOutcome deny(DSLContext tx, Instant now, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }

  /** The person pauses a granted consent. */
  public ConsentOutcome pause(DSLContext tx, Instant now, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }

  /** The person resumes a paused consent. */
  public ConsentOutcome resume(DSLContext tx, Instant now, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }

  /** The person revokes a granted or paused consent, for ever. */
  public ConsentOutcome revoke(DSLContext tx, Instant now, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }

  /** Expires consents whose validity is over, at most {@code limit} of them, oldest first. */
  public List<Consent> expire(DSLContext tx, Instant now, int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends every consent of the person that names the participant, as provider or consumer: what was
   * requested is denied, what was granted or paused is revoked.
   */
  public List<Consent> endNaming(DSLContext tx, Instant now, UUID subject, String participant) {
    throw new UnsupportedOperationException();
  }

  /** Writes the final values of what a batch used. */
  public void recordUses(DSLContext tx, List<ConsentUse> uses) {
    throw new UnsupportedOperationException();
  }

  /** The person's consents, final ones too, newest first. */
  public List<Consent> ofSubject(DSLContext tx, UUID subject) {
    throw new UnsupportedOperationException();
  }

  /** The consumer's consents, final ones too, newest first, at most {@code limit}. */
  public List<Consent> ofConsumer(DSLContext tx, String consumer, int limit) {
    throw new UnsupportedOperationException();
  }

  /** The consent that the consumer calls by this reference. */
  public Optional<Consent> ofConsumer(DSLContext tx, String consumer, String reference) {
    throw new UnsupportedOperationException();
  }

  /** The consent that the person calls by this reference. */
  public Optional<Consent> ofSubject(DSLContext tx, UUID subject, String reference) {
    throw new UnsupportedOperationException();
  }
}
