package dev.hefu.policy.input;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.LINKS;
import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;
import static dev.hefu.policy.jooq.Tables.SUBJECT_KEYS;

import dev.hefu.policy.agreement.AgreementRows;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.jooq.tables.Links;
import dev.hefu.policy.roundtrip.Parameters;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.SubjectKey;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Tier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

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

  /** All but the text that was signed: how it stands is asked, and its papers are long. */
  private static final Field<?>[] AGREEMENT =
      Arrays.stream(SHARING_AGREEMENTS.fields())
          .filter(field -> !field.equals(SHARING_AGREEMENTS.TERMS))
          .toArray(Field<?>[]::new);

  /** A person is a minor to everybody as soon as one participant says so. */
  private static final Field<LocalDate> MINOR_UNTIL =
      DSL.field(
          "(SELECT max(minor_until) FROM policy.links any_link"
              + " WHERE any_link.subject = consumer_link.subject AND any_link.active)",
          LocalDate.class);

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
                  SUBJECT_KEYS.DATA_KEY,
                  MINOR_UNTIL))
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
      LIMIT 1\
      """
          .formatted(columns(AGREEMENT));

  /**
   * From the local id to the person, and from the person to their consents. The two fences ({@code
   * OFFSET 0}) hold the planner to that: where it knows nothing of a table yet it had begun with
   * all consents that are in force, or all of the consumer's, in every exchange.
   *
   * <p>Of several consents that which permits most: not one that is used up, or about other data,
   * or that lacks a separate consent without which nothing is permitted; then the one that covers
   * all of the data; then the newest. A later consent takes nothing back from an earlier one.
   */
  private static final String FIND_PERSON =
      """
      SELECT %s
      FROM (SELECT * FROM policy.links WHERE participant = ? AND local_id_lookup = ? OFFSET 0)
        AS consumer_link
      JOIN policy.links provider_link ON provider_link.subject = consumer_link.subject
        AND provider_link.participant = ?
      JOIN policy.subject_keys ON subject_keys.subject = consumer_link.subject
      JOIN LATERAL (
        SELECT * FROM policy.consents WHERE consents.subject = consumer_link.subject OFFSET 0)
        AS consents ON consents.consumer = consumer_link.participant
        AND ? = ANY (consents.providers)
      LEFT JOIN policy.consent_uses ON consent_uses.consent = consents.id
      WHERE %s
      ORDER BY consumer_link.active DESC, provider_link.active DESC,
        consents.purpose = ? DESC,
        consents.highest_tier = ANY (?) DESC,
        consents.mode = 'PERIODIC' OR consent_uses.total IS NULL DESC,
        consents.categories && ? DESC,
        consents.separate_recipient DESC, consents.separate_abroad DESC,
        consents.separate_guardian DESC,
        consents.categories @> ? DESC, consents.separate_sensitive DESC,
        consents.created_at DESC, consents.id
      LIMIT 1\
      """;

  /**
   * Who cites nothing is told nothing of consents that do not hold, or hold for something else, so
   * none are looked at: what comes after is then the same work as for a person whom nobody knows.
   * One that was used once is: its answer may be asked for again under the same key.
   */
  private static final String USABLE =
      """
      consumer_link.active AND provider_link.active AND consents.state = 'GRANTED'
        AND consents.valid_from <= ? AND consents.valid_until > ?
        AND consents.purpose = ? AND consents.highest_tier = ANY (?)\
      """;

  private static final String CITED = "consents.consumer_reference = ?";

  private static final String FIND_USABLE = FIND_PERSON.formatted(columns(PERSON), USABLE);
  private static final String FIND_CITED = FIND_PERSON.formatted(columns(PERSON), CITED);

  private static String columns(Field<?>[] fields) {
    return Arrays.stream(fields)
        .map(field -> field == MINOR_UNTIL ? field.toString() : field.getQualifiedName().toString())
        .collect(Collectors.joining(", "));
  }

  private final LocalIds localIds;

  /** Local ids are looked up and opened with the given keys. */
  public CandidateSearch(LocalIds localIds) {
    this.localIds = localIds;
  }

  /**
   * The facts that fit the ask best.
   *
   * @param categories of the data that is asked for
   */
  public Candidate find(
      DSLContext database, Instant now, Ask ask, Collection<Category> categories) {
    RoundTrip trip = new RoundTrip();
    Supplier<Candidate> found = search(trip, database, now, ask, categories);
    trip.send(database);
    return found.get();
  }

  /**
   * Asks for the facts that fit the ask best.
   *
   * @param database whose settings rows are read with
   * @param categories of the data that is asked for
   * @return gives them, after the round trip
   */
  public Supplier<Candidate> search(
      RoundTrip trip, DSLContext database, Instant now, Ask ask, Collection<Category> categories) {
    List<String> tiers =
        Arrays.stream(Tier.values()).filter(ask.tier()::within).map(Tier::name).toList();
    Supplier<Optional<Record>> agreement =
        trip.query(
            FIND_AGREEMENT,
            parameters ->
                parameters
                    .add(ask.provider())
                    .add(ask.consumer())
                    .add(now)
                    .add(now)
                    .add(ask.dataset().toString())
                    .add(ask.purpose().code())
                    .texts(tiers, Function.identity()),
            rows -> first(database, rows, AGREEMENT));
    Supplier<Optional<Record>> person =
        trip.query(
            ask.reference() == null ? FIND_USABLE : FIND_CITED,
            parameters -> bindPerson(parameters, now, ask, tiers, categories),
            rows -> first(database, rows, PERSON));
    return () ->
        new Candidate(
            agreement
                .get()
                .map(row -> AgreementRows.standing(row.into(SHARING_AGREEMENTS)))
                .orElse(null),
            person.get().map(row -> person(row, ask)).orElse(null));
  }

  private void bindPerson(
      Parameters parameters,
      Instant now,
      Ask ask,
      List<String> tiers,
      Collection<Category> categories)
      throws SQLException {
    parameters
        .add(ask.consumer())
        .add(localIds.lookup(ask.consumer(), ask.localId()))
        .add(ask.provider())
        .add(ask.provider());
    if (ask.reference() == null) {
      parameters.add(now).add(now).add(ask.purpose().code()).texts(tiers, Function.identity());
    } else {
      parameters.add(ask.reference());
    }
    parameters
        .add(ask.purpose().code())
        .texts(tiers, Function.identity())
        .texts(categories, Category::code)
        .texts(categories, Category::code);
  }

  private static Optional<Record> first(DSLContext database, ResultSet rows, Field<?>[] fields) {
    return database.fetch(rows, fields).stream().findFirst();
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
        localIds.open(key, ask.provider(), row.get(PROVIDER_LINK.LOCAL_ID_SEALED)),
        row.get(MINOR_UNTIL));
  }
}
