package dev.hefu.policy.decision;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.LINKS;
import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;
import static dev.hefu.policy.jooq.Tables.SUBJECT_KEYS;

import dev.hefu.policy.admit.FactVersion;
import dev.hefu.policy.admit.Personal;
import dev.hefu.policy.agreement.AgreementRows;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.jooq.tables.Links;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.SubjectKey;
import dev.hefu.schemas.Tier;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Finds the facts that a decision is made on. It reads without the lock: what it finds is a
 * proposal's ground, never a verdict's.
 *
 * <p>Every exchange comes through here, so the text of its statements is fixed, both go to the
 * database in one round trip, and the same two run whether or not there is such a person.
 */
public final class CandidateSearch {
  private static final Links CONSUMER_LINK = LINKS.as("consumer_link");
  private static final Links PROVIDER_LINK = LINKS.as("provider_link");

  private static final Field<?>[] AGREEMENT = SHARING_AGREEMENTS.fields();

  private static final Field<?>[] PERSON =
      Stream.concat(
              Arrays.stream(CONSENTS.fields()),
              Stream.of(
                  CONSUMER_LINK.ID,
                  CONSUMER_LINK.VERSION,
                  CONSUMER_LINK.ACTIVE,
                  PROVIDER_LINK.ID,
                  PROVIDER_LINK.VERSION,
                  PROVIDER_LINK.ACTIVE,
                  PROVIDER_LINK.LOCAL_ID_SEALED,
                  SUBJECT_KEYS.DATA_KEY))
          .toArray(Field<?>[]::new);

  /** In force before anything else; then by dataset, purpose and tier; then the newest. */
  private static final String FIND_AGREEMENT =
      """
      SELECT %s FROM policy.sharing_agreements
      WHERE provider = ? AND consumer = ?
      ORDER BY state = 'SIGNED' AND valid_from <= ? AND valid_until > ? DESC,
        ? = ANY (datasets) DESC,
        ? = ANY (purposes) DESC,
        highest_tier = ANY (?) DESC,
        changed_at DESC, id
      LIMIT 1
      """
          .formatted(columns(AGREEMENT));

  private static final String FIND_PERSON =
      """
      SELECT %s FROM policy.links consumer_link
      JOIN policy.consents ON consents.subject = consumer_link.subject
        AND consents.consumer = consumer_link.participant AND ? = ANY (consents.providers)
      JOIN policy.links provider_link ON provider_link.subject = consumer_link.subject
        AND provider_link.participant = ?
      JOIN policy.subject_keys ON subject_keys.subject = consumer_link.subject
      LEFT JOIN policy.consent_uses ON consent_uses.consent = consents.id
      WHERE consumer_link.participant = ? AND consumer_link.local_id_lookup = ? AND (%s)
      ORDER BY consumer_link.active DESC, provider_link.active DESC,
        consents.purpose = ? DESC,
        consents.highest_tier = ANY (?) DESC,
        consents.mode = 'PERIODIC' OR consent_uses.total IS NULL DESC,
        cardinality(consents.categories) DESC, consents.created_at DESC, consents.id
      LIMIT 1
      """;

  /** Who cites nothing is told nothing of consents that do not hold, so none are looked at. */
  private static final String USABLE =
      """
      consumer_link.active AND provider_link.active AND consents.state = 'GRANTED'
        AND consents.valid_from <= ? AND consents.valid_until > ?\
      """;

  private static final String CITED = "consents.consumer_reference = ?";

  private static final String FIND_USABLE = find(USABLE);
  private static final String FIND_CITED = find(CITED);

  private static String find(String condition) {
    return FIND_AGREEMENT + ";\n" + FIND_PERSON.formatted(columns(PERSON), condition);
  }

  private static String columns(Field<?>[] fields) {
    return Arrays.stream(fields)
        .map(field -> field.getQualifiedName().toString())
        .collect(Collectors.joining(", "));
  }

  private final LocalIds localIds;

  /** Local ids are looked up and opened with the given keys. */
  public CandidateSearch(LocalIds localIds) {
    this.localIds = localIds;
  }

  /** The facts that fit the ask best. */
  public Candidate find(DSLContext database, Instant now, Ask ask) {
    return database.connectionResult(
        connection -> {
          try (PreparedStatement find =
              connection.prepareStatement(ask.reference() == null ? FIND_USABLE : FIND_CITED)) {
            bind(find, now.atOffset(ZoneOffset.UTC), ask);
            find.execute();
            Standing agreement = agreement(first(database, find, AGREEMENT));
            find.getMoreResults();
            return new Candidate(agreement, person(first(database, find, PERSON), ask));
          }
        });
  }

  private void bind(PreparedStatement find, OffsetDateTime now, Ask ask) throws SQLException {
    Array tiers = find.getConnection().createArrayOf("text", tiersThatAllow(ask.tier()));
    Binds binds = new Binds(find);
    binds.add(ask.provider()).add(ask.consumer()).add(now).add(now);
    binds.add(ask.dataset().toString()).add(ask.purpose().code()).add(tiers);
    binds.add(ask.provider()).add(ask.provider()).add(ask.consumer());
    binds.add(localIds.lookup(ask.consumer(), ask.localId()));
    if (ask.reference() == null) {
      binds.add(now).add(now);
    } else {
      binds.add(ask.reference());
    }
    binds.add(ask.purpose().code()).add(tiers);
  }

  private static String[] tiersThatAllow(Tier tier) {
    return Arrays.stream(Tier.values()).filter(tier::within).map(Tier::name).toArray(String[]::new);
  }

  private static @Nullable Record first(
      DSLContext database, PreparedStatement found, Field<?>[] fields) throws SQLException {
    try (ResultSet rows = found.getResultSet()) {
      Result<Record> records = database.fetch(rows, fields);
      return records.isEmpty() ? null : records.getFirst();
    }
  }

  private static @Nullable Standing agreement(@Nullable Record row) {
    return row == null ? null : AgreementRows.standing(row.into(SHARING_AGREEMENTS));
  }

  private Candidate.@Nullable Person person(@Nullable Record row, Ask ask) {
    if (row == null) {
      return null;
    }
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

  /** Sets parameters from left to right. */
  private static final class Binds {
    private final PreparedStatement statement;
    private int position;

    Binds(PreparedStatement statement) {
      this.statement = statement;
    }

    Binds add(Object value) throws SQLException {
      statement.setObject(++position, value);
      return this;
    }
  }
}
