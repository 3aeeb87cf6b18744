package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.LINKS;

import dev.hefu.policy.jooq.tables.records.ConsentsRecord;
import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The consents of all persons and their whole life: {@code REQUESTED -> GRANTED | DENIED}, {@code
 * GRANTED <-> PAUSED}, {@code GRANTED | PAUSED -> REVOKED | EXPIRED}; nothing leaves a final state.
 * Every writer needs the log's lock, and each change it returns needs a leaf.
 */
public final class ConsentLedger {
  /** More than a person can oversee; a bound on what one search reads. */
  public static final int MAX_OPEN_CONSENTS_PER_SUBJECT = 1_000;

  /**
   * More than one provider has to attest of a person. They have a count of their own: a common one
   * would tell the provider how many consents the person holds with others, and would let it fill
   * the person's.
   */
  public static final int MAX_OPEN_ATTESTED = 100;

  private static final Set<ConsentState> OPEN =
      Set.of(ConsentState.REQUESTED, ConsentState.GRANTED, ConsentState.PAUSED);

  private final Pseudonyms pseudonyms;

  /** References are derived with the given pseudonyms. */
  public ConsentLedger(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /** Grants a consent at once, as the person does on their own initiative. */
  public ConsentOutcome grant(
      DSLContext tx, Instant now, UUID subject, ConsentTerms terms, Notice notice) {
    return open(tx, now, new Opening(subject, terms, notice, ConsentState.GRANTED, null));
  }

  /** Keeps a consumer's request for a consent, for the person to grant or deny. */
  public ConsentOutcome request(
      DSLContext tx, Instant now, UUID subject, ConsentTerms terms, Notice notice) {
    return open(tx, now, new Opening(subject, terms, notice, ConsentState.REQUESTED, null));
  }

  /**
   * Keeps a provider's word that the person agreed; it is requested until the person confirms it or
   * lets {@link Attestation#SILENCE} pass.
   *
   * @param evidence digest of what the provider keeps as proof, base64url
   * @throws IllegalArgumentException if the terms concern another provider or ask for sensitive
   *     data
   */
  public ConsentOutcome attest(
      DSLContext tx,
      Instant now,
      UUID subject,
      ConsentTerms terms,
      Notice notice,
      String evidence) {
    if (terms.providers().size() != 1 || terms.separate().sensitive()) {
      throw new IllegalArgumentException("a provider attests for itself, and nothing sensitive");
    }
    return open(tx, now, new Opening(subject, terms, notice, ConsentState.REQUESTED, evidence));
  }

  /** The provider that attested a consent says that the person was told of it. */
  public ConsentOutcome told(DSLContext tx, Instant now, String provider, String reference) {
    ConsentsRecord row =
        tx.selectFrom(CONSENTS)
            .where(CONSENTS.ATTESTED_REFERENCE.eq(reference))
            .and(CONSENTS.ATTESTED_BY.eq(provider))
            .fetchOne();
    if (row == null) {
      return new ConsentOutcome.NotFound();
    }
    ConsentState state = ConsentState.valueOf(row.getState());
    if (state != ConsentState.REQUESTED || row.getToldAt() != null) {
      return new ConsentOutcome.WrongState(state);
    }
    row.setToldAt(ConsentRows.at(now));
    row.update();
    return new ConsentOutcome.Changed(ConsentRows.read(row));
  }

  /** Grants attested consents whose persons were told and kept silent, at most {@code limit}. */
  public List<Consent> grantSilent(DSLContext tx, Instant now, int limit) {
    return become(
        tx,
        now,
        tx.selectFrom(CONSENTS)
            .where(silentSince(now))
            .orderBy(CONSENTS.TOLD_AT, CONSENTS.ID)
            .limit(limit)
            .fetch(),
        state -> ConsentState.GRANTED);
  }

  /**
   * The person grants what was requested.
   *
   * @param given what the person agreed to separately; what was not asked for counts for nothing
   * @param notice in the language in which it was shown
   */
  public ConsentOutcome accept(
      DSLContext tx,
      Instant now,
      UUID subject,
      String reference,
      SeparateConsents given,
      Notice notice) {
    ConsentsRecord row = requested(tx, subject, reference);
    if (row != null && ConsentRows.at(now).isBefore(row.getValidUntil())) {
      SeparateConsents separate = ConsentRows.read(row).terms().separate().and(given);
      row.setSeparateRecipient(separate.recipient());
      row.setSeparateSensitive(separate.sensitive());
      row.setSeparateAbroad(separate.abroad());
      row.setSeparateGuardian(separate.guardian());
      showed(row, notice);
    }
    return change(tx, now, subject, reference, ConsentState.REQUESTED, ConsentState.GRANTED);
  }

  /**
   * The person denies what was requested.
   *
   * @param notice in the language in which it was shown
   */
  public ConsentOutcome deny(
      DSLContext tx, Instant now, UUID subject, String reference, Notice notice) {
    ConsentsRecord row = requested(tx, subject, reference);
    if (row != null) {
      showed(row, notice);
    }
    return change(tx, now, subject, reference, ConsentState.REQUESTED, ConsentState.DENIED);
  }

  /** The person pauses a granted consent. */
  public ConsentOutcome pause(DSLContext tx, Instant now, UUID subject, String reference) {
    return change(tx, now, subject, reference, ConsentState.GRANTED, ConsentState.PAUSED);
  }

  /** The person resumes a paused consent. */
  public ConsentOutcome resume(DSLContext tx, Instant now, UUID subject, String reference) {
    return change(tx, now, subject, reference, ConsentState.PAUSED, ConsentState.GRANTED);
  }

  /** The person revokes a granted or paused consent, for ever. */
  public ConsentOutcome revoke(DSLContext tx, Instant now, UUID subject, String reference) {
    return change(tx, now, subject, reference, null, ConsentState.REVOKED);
  }

  /** Expires consents whose validity is over, at most {@code limit} of them, oldest first. */
  public List<Consent> expire(DSLContext tx, Instant now, int limit) {
    return become(
        tx,
        now,
        tx.selectFrom(CONSENTS)
            .where(overAt(now))
            .orderBy(CONSENTS.VALID_UNTIL, CONSENTS.ID)
            .limit(limit)
            .fetch(),
        state -> ConsentState.EXPIRED);
  }

  /** Whether there is anything for {@link #expire} or {@link #grantSilent} to do. */
  public static boolean anyDue(DSLContext tx, Instant now) {
    return tx.fetchExists(CONSENTS, overAt(now)) || tx.fetchExists(CONSENTS, silentSince(now));
  }

  private static Condition overAt(Instant now) {
    return CONSENTS
        .STATE
        .in(ConsentState.GRANTED.name(), ConsentState.PAUSED.name())
        .and(CONSENTS.VALID_UNTIL.le(ConsentRows.at(now)));
  }

  private static Condition silentSince(Instant now) {
    return CONSENTS
        .STATE
        .eq(ConsentState.REQUESTED.name())
        .and(CONSENTS.TOLD_AT.le(ConsentRows.at(now.minus(Attestation.SILENCE))))
        .and(CONSENTS.VALID_UNTIL.gt(ConsentRows.at(now)));
  }

  /**
   * Ends every consent of the person that names the participant, as provider or consumer: what was
   * requested is denied, what was granted or paused is revoked.
   */
  public List<Consent> endNaming(DSLContext tx, Instant now, UUID subject, String participant) {
    return become(
        tx,
        now,
        tx.selectFrom(CONSENTS)
            .where(CONSENTS.SUBJECT.eq(subject))
            .and(isOpen())
            .and(
                CONSENTS
                    .CONSUMER
                    .eq(participant)
                    .or(DSL.val(participant).eq(DSL.any(CONSENTS.PROVIDERS))))
            .orderBy(CONSENTS.CREATED_AT, CONSENTS.ID)
            .fetch(),
        ConsentLedger::ending);
  }

  /** Adds the writing of the final values of what a batch used. */
  public static void recordUses(RoundTrip trip, List<ConsentUse> uses) {
    ConsentUses.write(trip, uses);
  }

  /** When each of these consents was last used; without those that never were. */
  public static Map<UUID, Instant> lastUses(DSLContext tx, Collection<UUID> consents) {
    return ConsentUses.last(tx, consents);
  }

  /**
   * The person's consents, final ones too, newest first.
   *
   * @param after the person's reference of the last one seen; null to begin with the newest
   */
  public List<Consent> ofSubject(DSLContext tx, UUID subject, @Nullable String after, int limit) {
    return ConsentLists.page(
        tx, CONSENTS.SUBJECT.eq(subject), CONSENTS.SUBJECT_REFERENCE, after, limit);
  }

  /**
   * The consumer's consents, final ones too, newest first; not those that a person has not granted
   * yet, or never did.
   *
   * @param after the consumer's reference of the last one seen; null to begin with the newest
   */
  public List<Consent> ofConsumer(
      DSLContext tx, String consumer, @Nullable String after, int limit) {
    return ConsentLists.page(tx, everGranted(consumer), CONSENTS.CONSUMER_REFERENCE, after, limit);
  }

  /** The consent that the person calls by this reference. */
  public Optional<Consent> ofSubject(DSLContext tx, UUID subject, String reference) {
    return Optional.ofNullable(row(tx, subject, reference)).map(ConsentRows::read);
  }

  /** The consent that the consumer calls by this reference. */
  public Optional<Consent> ofConsumer(DSLContext tx, String consumer, String reference) {
    return tx.selectFrom(CONSENTS)
        .where(CONSENTS.CONSUMER_REFERENCE.eq(reference))
        .and(CONSENTS.CONSUMER.eq(consumer))
        .fetchOptional()
        .map(ConsentRows::read);
  }

  /**
   * What a consent begins with.
   *
   * @param evidence of the provider that attests it; null if none does
   */
  private record Opening(
      UUID subject,
      ConsentTerms terms,
      Notice notice,
      ConsentState state,
      @Nullable String evidence) {
    /** The one that attests, where one does. */
    String provider() {
      return terms.providers().iterator().next();
    }
  }

  private ConsentOutcome open(DSLContext tx, Instant now, Opening opening) {
    ConsentTerms terms = opening.terms();
    if (!now.isBefore(terms.validUntil())) {
      return new ConsentOutcome.AlreadyOver();
    }
    String unlinked = firstUnlinked(tx, opening.subject(), terms);
    if (unlinked != null) {
      return new ConsentOutcome.NotLinked(unlinked);
    }
    int limit = opening.evidence() == null ? MAX_OPEN_CONSENTS_PER_SUBJECT : MAX_OPEN_ATTESTED;
    Condition open = isOpen().and(CONSENTS.VALID_UNTIL.gt(ConsentRows.at(now)));
    if (tx.fetchCount(CONSENTS, open.and(countedWith(opening))) >= limit) {
      return new ConsentOutcome.TooMany(limit);
    }
    Consent consent = consent(now, opening);
    ConsentsRecord row = tx.newRecord(CONSENTS);
    ConsentRows.write(consent, row);
    row.insert();
    ProviderConsents.name(tx, consent, pseudonyms);
    ConsentStates.remember(tx, List.of(consent));
    return new ConsentOutcome.Changed(consent);
  }

  private Consent consent(Instant now, Opening opening) {
    UUID id = UUID.randomUUID();
    String provider = opening.provider();
    String evidence = opening.evidence();
    return new Consent(
        id,
        1,
        opening.state(),
        opening.subject(),
        pseudonyms.subjectReference(id),
        pseudonyms.reference(opening.terms().consumer(), id),
        opening.terms(),
        opening.notice(),
        evidence == null
            ? null
            : new Attestation(provider, pseudonyms.reference(provider, id), evidence, null),
        now,
        now);
  }

  private static Condition countedWith(Opening opening) {
    return CONSENTS
        .SUBJECT
        .eq(opening.subject())
        .and(
            opening.evidence() == null
                ? CONSENTS.ATTESTED_BY.isNull()
                : CONSENTS.ATTESTED_BY.eq(opening.provider()));
  }

  private static @Nullable String firstUnlinked(DSLContext tx, UUID subject, ConsentTerms terms) {
    Set<String> missing = new TreeSet<>(terms.providers());
    missing.add(terms.consumer());
    missing.removeAll(
        tx.select(LINKS.PARTICIPANT)
            .from(LINKS)
            .where(LINKS.SUBJECT.eq(subject))
            .and(LINKS.ACTIVE)
            .and(LINKS.PARTICIPANT.in(missing))
            .fetchSet(LINKS.PARTICIPANT));
    return missing.stream().findFirst().orElse(null);
  }

  /** From a state, where one is named, to another, if the order of life allows it. */
  private ConsentOutcome change(
      DSLContext tx,
      Instant now,
      UUID subject,
      String reference,
      @Nullable ConsentState from,
      ConsentState to) {
    ConsentsRecord row = row(tx, subject, reference);
    if (row == null) {
      return new ConsentOutcome.NotFound();
    }
    ConsentState state = effective(row, now);
    if ((from != null && state != from) || !state.mayBecome(to)) {
      return new ConsentOutcome.WrongState(state);
    }
    if (state == ConsentState.REQUESTED
        && to == ConsentState.GRANTED
        && !ConsentRows.at(now).isBefore(row.getValidUntil())) {
      return new ConsentOutcome.AlreadyOver();
    }
    return new ConsentOutcome.Changed(become(tx, now, List.of(row), before -> to).getFirst());
  }

  private static List<Consent> become(
      DSLContext tx, Instant now, List<ConsentsRecord> rows, UnaryOperator<ConsentState> order) {
    List<Consent> changed = new ArrayList<>(rows.size());
    for (ConsentsRecord row : rows) {
      row.setState(order.apply(ConsentState.valueOf(row.getState())).name());
      row.setVersion(row.getVersion() + 1);
      row.setChangedAt(ConsentRows.at(now));
      changed.add(ConsentRows.read(row));
    }
    ConsentStates.become(tx, changed);
    return changed;
  }

  /** A consent whose time is over is expired, whether or not that was written yet. */
  private static ConsentState effective(ConsentsRecord row, Instant now) {
    ConsentState state = ConsentState.valueOf(row.getState());
    boolean over = !ConsentRows.at(now).isBefore(row.getValidUntil());
    return over && state.mayBecome(ConsentState.EXPIRED) ? ConsentState.EXPIRED : state;
  }

  private static Condition everGranted(String consumer) {
    return CONSENTS.CONSUMER.eq(consumer).and(ConsentRows.wasGranted());
  }

  private static ConsentState ending(ConsentState open) {
    return open == ConsentState.REQUESTED ? ConsentState.DENIED : ConsentState.REVOKED;
  }

  private static Condition isOpen() {
    return CONSENTS.STATE.in(OPEN.stream().map(ConsentState::name).toList());
  }

  private static void showed(ConsentsRecord row, Notice notice) {
    row.setNoticeLanguage(notice.language());
    row.setNoticeDigest(notice.digest());
    row.update();
  }

  private static @Nullable ConsentsRecord requested(DSLContext tx, UUID subject, String reference) {
    ConsentsRecord row = row(tx, subject, reference);
    return row != null && row.getState().equals(ConsentState.REQUESTED.name()) ? row : null;
  }

  private static @Nullable ConsentsRecord row(DSLContext tx, UUID subject, String reference) {
    return tx.selectFrom(CONSENTS)
        .where(CONSENTS.SUBJECT_REFERENCE.eq(reference))
        .and(CONSENTS.SUBJECT.eq(subject))
        .fetchOne();
  }
}
