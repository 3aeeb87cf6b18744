package dev.hefu.policy.decision;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.CONSENT_USES;
import static dev.hefu.policy.jooq.Tables.LINKS;
import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;
import static dev.hefu.policy.jooq.Tables.SUBJECT_KEYS;

import dev.hefu.policy.admit.FactVersion;
import dev.hefu.policy.admit.Personal;
import dev.hefu.policy.agreement.AgreementRows;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.jooq.tables.Links;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.SubjectKey;
import dev.hefu.schemas.Tier;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds the facts that a decision is made on. It reads without the lock: what it finds is a
 * proposal's ground, never a verdict's.
 */
public final class CandidateSearch {
  private static final Links CONSUMER_LINK = LINKS.as("consumer_link");
  private static final Links PROVIDER_LINK = LINKS.as("provider_link");

  private final LocalIds localIds;

  /** Local ids are looked up and opened with the given keys. */
  public CandidateSearch(LocalIds localIds) {
    this.localIds = localIds;
  }

  /**
   * The facts that fit the ask best. The same two statements run whether or not there is such a
   * person.
   */
  public Candidate find(DSLContext tx, Instant now, Ask ask) {
    return new Candidate(agreement(tx, at(now), ask), person(tx, at(now), ask));
  }

  /** In force before anything else; then by dataset, purpose and tier; then the newest. */
  private static @Nullable Standing agreement(DSLContext tx, OffsetDateTime now, Ask ask) {
    Condition inForce =
        SHARING_AGREEMENTS
            .STATE
            .eq(AgreementState.SIGNED.name())
            .and(SHARING_AGREEMENTS.VALID_FROM.le(now))
            .and(SHARING_AGREEMENTS.VALID_UNTIL.gt(now));
    return tx.selectFrom(SHARING_AGREEMENTS)
        .where(SHARING_AGREEMENTS.PROVIDER.eq(ask.provider()))
        .and(SHARING_AGREEMENTS.CONSUMER.eq(ask.consumer()))
        .orderBy(
            first(inForce),
            first(DSL.val(ask.dataset().toString()).eq(DSL.any(SHARING_AGREEMENTS.DATASETS))),
            first(DSL.val(ask.purpose().code()).eq(DSL.any(SHARING_AGREEMENTS.PURPOSES))),
            first(allows(SHARING_AGREEMENTS.HIGHEST_TIER, ask.tier())),
            SHARING_AGREEMENTS.CHANGED_AT.desc(),
            SHARING_AGREEMENTS.ID.asc())
        .limit(1)
        .fetchOptional()
        .map(AgreementRows::standing)
        .orElse(null);
  }

  private Candidate.@Nullable Person person(DSLContext tx, OffsetDateTime now, Ask ask) {
    byte[] lookup = localIds.lookup(ask.consumer(), ask.localId());
    Record row =
        tx.select(CONSENTS.asterisk())
            .select(CONSUMER_LINK.ID, CONSUMER_LINK.VERSION, CONSUMER_LINK.ACTIVE)
            .select(PROVIDER_LINK.ID, PROVIDER_LINK.VERSION, PROVIDER_LINK.ACTIVE)
            .select(PROVIDER_LINK.LOCAL_ID_SEALED, SUBJECT_KEYS.DATA_KEY)
            .from(CONSUMER_LINK)
            .join(CONSENTS)
            .on(CONSENTS.SUBJECT.eq(CONSUMER_LINK.SUBJECT))
            .and(CONSENTS.CONSUMER.eq(ask.consumer()))
            .and(DSL.val(ask.provider()).eq(DSL.any(CONSENTS.PROVIDERS)))
            .join(PROVIDER_LINK)
            .on(PROVIDER_LINK.SUBJECT.eq(CONSUMER_LINK.SUBJECT))
            .and(PROVIDER_LINK.PARTICIPANT.eq(ask.provider()))
            .join(SUBJECT_KEYS)
            .on(SUBJECT_KEYS.SUBJECT.eq(CONSUMER_LINK.SUBJECT))
            .leftJoin(CONSENT_USES)
            .on(CONSENT_USES.CONSENT.eq(CONSENTS.ID))
            .where(CONSUMER_LINK.PARTICIPANT.eq(ask.consumer()))
            .and(CONSUMER_LINK.LOCAL_ID_LOOKUP.eq(lookup))
            .and(ask.reference() == null ? usable(now) : cited(ask.reference()))
            .orderBy(
                first(CONSUMER_LINK.ACTIVE.isTrue()),
                first(PROVIDER_LINK.ACTIVE.isTrue()),
                first(CONSENTS.PURPOSE.eq(ask.purpose().code())),
                first(allows(CONSENTS.HIGHEST_TIER, ask.tier())),
                first(
                    CONSENTS.MODE.eq(ConsentMode.PERIODIC.name()).or(CONSENT_USES.TOTAL.isNull())),
                DSL.cardinality(CONSENTS.CATEGORIES).desc(),
                CONSENTS.CREATED_AT.desc(),
                CONSENTS.ID.asc())
            .limit(1)
            .fetchOne();
    return row == null ? null : person(row, ask);
  }

  private Candidate.Person person(Record row, Ask ask) {
    Consent consent = ConsentRows.read(row.into(CONSENTS));
    SubjectKey key = new SubjectKey(consent.subject(), row.get(SUBJECT_KEYS.DATA_KEY));
    return new Candidate.Person(
        consent,
        row.get(CONSUMER_LINK.ACTIVE) && row.get(PROVIDER_LINK.ACTIVE),
        ask.reference() != null,
        new Personal(
            new FactVersion(consent.id(), consent.version()),
            new FactVersion(row.get(CONSUMER_LINK.ID), row.get(CONSUMER_LINK.VERSION)),
            new FactVersion(row.get(PROVIDER_LINK.ID), row.get(PROVIDER_LINK.VERSION))),
        localIds.open(key, ask.provider(), row.get(PROVIDER_LINK.LOCAL_ID_SEALED)));
  }

  /** Who cites nothing is told nothing of consents that do not hold, so none are looked at. */
  private static Condition usable(OffsetDateTime now) {
    return CONSUMER_LINK
        .ACTIVE
        .isTrue()
        .and(PROVIDER_LINK.ACTIVE.isTrue())
        .and(CONSENTS.STATE.eq(ConsentState.GRANTED.name()))
        .and(CONSENTS.VALID_FROM.le(now))
        .and(CONSENTS.VALID_UNTIL.gt(now));
  }

  private static Condition cited(String reference) {
    return CONSENTS.CONSUMER_REFERENCE.eq(reference);
  }

  private static Condition allows(Field<String> highest, Tier tier) {
    return highest.in(Arrays.stream(Tier.values()).filter(tier::within).map(Tier::name).toList());
  }

  private static SortField<Boolean> first(Condition condition) {
    return DSL.field(condition).desc();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
