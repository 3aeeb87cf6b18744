package dev.hefu.policy.subject;

import static dev.hefu.policy.jooq.Tables.LINKS;
import static dev.hefu.policy.jooq.Tables.LINK_REQUESTS;
import static dev.hefu.policy.jooq.Tables.SUBJECT_KEYS;

import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.jooq.tables.records.LinkRequestsRecord;
import dev.hefu.policy.jooq.tables.records.LinksRecord;
import dev.hefu.policy.pseudonym.Base32;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The links of all persons. A link is made only by the person, with a token the participant signed
 * over the nonce of this person's own request; ids are never matched. Every writer but {@link
 * #request} needs the log's lock.
 */
public final class LinkLedger {
  /** How long a person may take to sign in at the participant. */
  public static final Duration REQUEST_LIFE = Duration.ofMinutes(10);

  /** More than a person starts at once; keeps one account from filling the table. */
  public static final int MAX_OPEN_REQUESTS = 16;

  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LocalIds localIds;
  private final ConsentLedger consents;

  /** Unlinking ends consents in the given ledger. */
  public LinkLedger(LocalIds localIds, ConsentLedger consents) {
    this.localIds = localIds;
    this.consents = consents;
  }

  /** Opens a request of this person to link with a participant; leaves no leaf. */
  public RequestOutcome request(DSLContext tx, Instant now, UUID subject, String participant) {
    LinksRecord existing = active(tx, subject, participant);
    if (existing != null) {
      return new RequestOutcome.AlreadyLinked(read(existing));
    }
    int open =
        tx.fetchCount(
            LINK_REQUESTS,
            LINK_REQUESTS
                .SUBJECT
                .eq(subject)
                .and(LINK_REQUESTS.EXPIRES_AT.gt(at(now)))
                .and(LINK_REQUESTS.USED_AT.isNull()));
    if (open >= MAX_OPEN_REQUESTS) {
      return new RequestOutcome.TooMany(MAX_OPEN_REQUESTS);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    LinkRequest request = new LinkRequest(Base32.encode(nonce), now.plus(REQUEST_LIFE));
    tx.insertInto(LINK_REQUESTS)
        .set(LINK_REQUESTS.NONCE, request.nonce())
        .set(LINK_REQUESTS.SUBJECT, subject)
        .set(LINK_REQUESTS.PARTICIPANT, participant)
        .set(LINK_REQUESTS.REQUESTED_AT, at(now))
        .set(LINK_REQUESTS.EXPIRES_AT, at(request.expiresAt()))
        .execute();
    return new RequestOutcome.Requested(request);
  }

  /**
   * Links the person with the account that the token names.
   *
   * @param token its signature, type and audience were verified with the participant's keys
   */
  public LinkOutcome link(DSLContext tx, Instant now, UUID subject, LinkToken token) {
    LinkRequestsRecord request =
        tx.selectFrom(LINK_REQUESTS).where(LINK_REQUESTS.NONCE.eq(token.nonce())).fetchOne();
    LinkOutcome.Cause refused = TokenCheck.refused(now, subject, token, request);
    if (refused != null) {
      return new LinkOutcome.TokenRefused(refused);
    }
    byte[] lookup = localIds.lookup(token.participant(), token.localId());
    if (taken(tx, subject, token.participant(), lookup)) {
      return new LinkOutcome.Conflict();
    }
    tx.update(LINK_REQUESTS)
        .set(LINK_REQUESTS.USED_AT, at(now))
        .where(LINK_REQUESTS.NONCE.eq(token.nonce()))
        .execute();
    SubjectKey key = key(tx, now, subject);
    LinksRecord row = tx.newRecord(LINKS);
    row.setId(UUID.randomUUID());
    row.setVersion(1);
    row.setSubject(subject);
    row.setParticipant(token.participant());
    row.setLocalIdLookup(lookup);
    row.setLocalIdSealed(localIds.seal(key, token.participant(), token.localId()));
    row.setActive(true);
    row.setLinkedAt(at(now));
    row.setMinorUntil(token.minorUntil());
    row.insert();
    if (token.minorUntil() != null) {
      renew(tx, subject, row.getId());
    }
    return new LinkOutcome.Linked(read(row));
  }

  /** Ends a link of this person, and the consents that name its participant. */
  public UnlinkOutcome unlink(DSLContext tx, Instant now, UUID subject, UUID link) {
    LinksRecord row =
        tx.selectFrom(LINKS)
            .where(LINKS.ID.eq(link))
            .and(LINKS.SUBJECT.eq(subject))
            .and(LINKS.ACTIVE)
            .fetchOne();
    if (row == null) {
      return new UnlinkOutcome.NotFound();
    }
    row.setVersion(row.getVersion() + 1);
    row.setActive(false);
    row.setEndedAt(at(now));
    row.update();
    return new UnlinkOutcome.Unlinked(
        read(row), consents.endNaming(tx, now, subject, row.getParticipant()));
  }

  /** The person's links, ended ones too, oldest first. */
  public List<Link> ofSubject(DSLContext tx, UUID subject) {
    return tx
        .selectFrom(LINKS)
        .where(LINKS.SUBJECT.eq(subject))
        .orderBy(LINKS.LINKED_AT, LINKS.ID)
        .fetch()
        .stream()
        .map(LinkLedger::read)
        .toList();
  }

  /** The participant's own id for the person; empty unless an active link ties them. */
  public Optional<String> localId(DSLContext tx, String participant, UUID subject) {
    return localId(tx, participant, subject, Instant.MAX);
  }

  /**
   * The participant's own id for the person of something that was then; empty if the link of that
   * time has ended. A link made since is of another account, and nobody tells the participant that
   * both are one person's.
   */
  public Optional<String> localId(DSLContext tx, String participant, UUID subject, Instant then) {
    Condition linkedBy =
        then.equals(Instant.MAX) ? DSL.noCondition() : LINKS.LINKED_AT.le(at(then));
    return tx.select(LINKS.LOCAL_ID_SEALED, SUBJECT_KEYS.DATA_KEY)
        .from(LINKS)
        .join(SUBJECT_KEYS)
        .on(SUBJECT_KEYS.SUBJECT.eq(LINKS.SUBJECT))
        .where(LINKS.SUBJECT.eq(subject))
        .and(LINKS.PARTICIPANT.eq(participant))
        .and(LINKS.ACTIVE)
        .and(linkedBy)
        .fetchOptional()
        .map(
            row ->
                localIds.open(
                    new SubjectKey(subject, row.get(SUBJECT_KEYS.DATA_KEY)),
                    participant,
                    row.get(LINKS.LOCAL_ID_SEALED)));
  }

  /** The person whom the participant knows by this id; empty unless an active link ties them. */
  public Optional<UUID> subject(DSLContext tx, String participant, String localId) {
    return tx.select(LINKS.SUBJECT)
        .from(LINKS)
        .where(LINKS.PARTICIPANT.eq(participant))
        .and(LINKS.LOCAL_ID_LOOKUP.eq(localIds.lookup(participant, localId)))
        .and(LINKS.ACTIVE)
        .fetchOptional(LINKS.SUBJECT);
  }

  /** What was decided of the person before they were known to be a child is decided anew. */
  private static void renew(DSLContext tx, UUID subject, UUID but) {
    tx.update(LINKS)
        .set(LINKS.VERSION, LINKS.VERSION.plus(1))
        .where(LINKS.SUBJECT.eq(subject))
        .and(LINKS.ACTIVE)
        .and(LINKS.ID.ne(but))
        .execute();
  }

  private static boolean taken(DSLContext tx, UUID subject, String participant, byte[] lookup) {
    return tx.fetchExists(
        LINKS,
        LINKS
            .PARTICIPANT
            .eq(participant)
            .and(LINKS.ACTIVE)
            .and(LINKS.SUBJECT.eq(subject).or(LINKS.LOCAL_ID_LOOKUP.eq(lookup))));
  }

  private SubjectKey key(DSLContext tx, Instant now, UUID subject) {
    byte[] wrapped =
        tx.select(SUBJECT_KEYS.DATA_KEY)
            .from(SUBJECT_KEYS)
            .where(SUBJECT_KEYS.SUBJECT.eq(subject))
            .fetchOne(SUBJECT_KEYS.DATA_KEY);
    if (wrapped != null) {
      return new SubjectKey(subject, wrapped);
    }
    SubjectKey key = localIds.newKey(subject);
    tx.insertInto(SUBJECT_KEYS)
        .set(SUBJECT_KEYS.SUBJECT, subject)
        .set(SUBJECT_KEYS.DATA_KEY, key.wrapped())
        .set(SUBJECT_KEYS.CREATED_AT, at(now))
        .execute();
    return key;
  }

  private static @Nullable LinksRecord active(DSLContext tx, UUID subject, String participant) {
    return tx.selectFrom(LINKS)
        .where(LINKS.SUBJECT.eq(subject))
        .and(LINKS.PARTICIPANT.eq(participant))
        .and(LINKS.ACTIVE)
        .fetchOne();
  }

  private static Link read(LinksRecord row) {
    OffsetDateTime endedAt = row.getEndedAt();
    return new Link(
        row.getId(),
        row.getVersion(),
        row.getSubject(),
        row.getParticipant(),
        row.getLinkedAt().toInstant(),
        endedAt == null ? null : endedAt.toInstant(),
        row.getMinorUntil());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
