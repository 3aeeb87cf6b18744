package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.CONSENT_REQUESTS;

import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.jooq.tables.records.ConsentRequestsRecord;
import dev.hefu.policy.pseudonym.Base32;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Consumers' requests for consents, each under a token that the consumer hands to one person as a
 * link. Who opens it first, having signed in, is the person that it is about; for anybody else it
 * no longer exists. The consumer learns nothing of the person before they grant.
 */
public final class ConsentRequests {
  /** How long a person may take to follow the link. */
  public static final Duration LIFE = Duration.ofDays(7);

  /** More than a shop has open at once; keeps one consumer from filling the table. */
  public static final int MAX_OPEN_PER_CONSUMER = 10_000;

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ConsentLedger consents;

  /** Opened requests become consents of the given ledger. */
  public ConsentRequests(ConsentLedger consents) {
    this.consents = consents;
  }

  /**
   * A request as it is kept.
   *
   * @param document what the consumer asks for, in the form in which it was given
   */
  public record Kept(String consumer, String document, Instant expiresAt) {}

  /** What became of a request link. */
  public sealed interface Made {
    /** Whoever has the token may open it until then. */
    record Link(String token, Instant expiresAt) implements Made {}

    /** The consumer has as many open ones as it may. */
    record TooMany(int limit) implements Made {}
  }

  /** Keeps a request under a new token; leaves no leaf, for no person is concerned yet. */
  public Made make(DSLContext tx, Instant now, String consumer, String document) {
    int open =
        tx.fetchCount(
            CONSENT_REQUESTS,
            CONSENT_REQUESTS
                .CONSUMER
                .eq(consumer)
                .and(CONSENT_REQUESTS.EXPIRES_AT.gt(ConsentRows.at(now))));
    if (open >= MAX_OPEN_PER_CONSUMER) {
      return new Made.TooMany(MAX_OPEN_PER_CONSUMER);
    }
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    String token = Base32.encode(random);
    Instant expiresAt = now.plus(LIFE);
    tx.insertInto(CONSENT_REQUESTS)
        .set(CONSENT_REQUESTS.TOKEN_DIGEST, digest(token))
        .set(CONSENT_REQUESTS.CONSUMER, consumer)
        .set(CONSENT_REQUESTS.DOCUMENT, document)
        .set(CONSENT_REQUESTS.REQUESTED_AT, ConsentRows.at(now))
        .set(CONSENT_REQUESTS.EXPIRES_AT, ConsentRows.at(expiresAt))
        .execute();
    return new Made.Link(token, expiresAt);
  }

  /** The request of this token that this person may open: not another's, and not over. */
  public Optional<Kept> find(DSLContext tx, Instant now, UUID subject, String token) {
    return row(tx, now, token)
        .filter(row -> row.getConsent() == null || isOf(tx, row.getConsent(), subject))
        .map(row -> new Kept(row.getConsumer(), row.getDocument(), row.getExpiresAt().toInstant()));
  }

  /** The consent that the person has made of a request by opening it; empty if they have not. */
  public Optional<Consent> opened(DSLContext tx, Instant now, UUID subject, String token) {
    return row(tx, now, token)
        .map(ConsentRequestsRecord::getConsent)
        .flatMap(
            consent ->
                tx.selectFrom(CONSENTS)
                    .where(CONSENTS.ID.eq(consent))
                    .and(CONSENTS.SUBJECT.eq(subject))
                    .fetchOptional()
                    .map(ConsentRows::read));
  }

  /**
   * Makes a request that nobody has opened this person's, as a requested consent; needs the log's
   * lock, and a leaf if it changed something.
   */
  public ConsentOutcome open(
      DSLContext tx, Instant now, UUID subject, String token, ConsentTerms terms, Notice notice) {
    Optional<ConsentRequestsRecord> row = row(tx, now, token);
    if (row.isEmpty() || row.get().getConsent() != null) {
      return new ConsentOutcome.NotFound();
    }
    ConsentOutcome outcome = consents.request(tx, now, subject, terms, notice);
    if (outcome instanceof ConsentOutcome.Changed(Consent consent)) {
      row.get().setConsent(consent.id());
      row.get().update();
    }
    return outcome;
  }

  private static Optional<ConsentRequestsRecord> row(DSLContext tx, Instant now, String token) {
    return tx.selectFrom(CONSENT_REQUESTS)
        .where(CONSENT_REQUESTS.TOKEN_DIGEST.eq(digest(token)))
        .and(CONSENT_REQUESTS.EXPIRES_AT.gt(ConsentRows.at(now)))
        .fetchOptional();
  }

  private static boolean isOf(DSLContext tx, UUID consent, UUID subject) {
    return tx.fetchExists(CONSENTS, CONSENTS.ID.eq(consent).and(CONSENTS.SUBJECT.eq(subject)));
  }

  private static byte[] digest(String token) {
    return Providers.sha256(token.getBytes(StandardCharsets.US_ASCII));
  }
}
