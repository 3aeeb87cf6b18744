package dev.hefu.policy.figure;

import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.SubjectKey;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a figure may count: persons with a consent in force for this provider, consumer,
 * purpose and category, and with both accounts linked. It reads without the lock: what it finds is
 * a proposal's ground, never a verdict's.
 *
 * <p>Not counted is whoever bounded how often, or for how many or which records, the consent is
 * used, since a figure neither counts as a use nor sees single records; nor a person under 14
 * without their guardian's consent; nor, where the field is SENSITIVE, one whose consent somebody
 * else attested.
 */
public final class People {
  /** What a provider counts, and a commit checks, in a fraction of a second. */
  public static final int MAX = 10_000;

  /**
   * One person is counted once, by their newest consent. Of fewer than are ever told nothing more
   * is looked up, so that a question about nineteen takes as long as one about nobody.
   */
  private static final String FIND =
      """
      WITH covering AS MATERIALIZED (
        SELECT * FROM policy.consents
        WHERE consumer = ? AND ? = ANY (providers) AND purpose = ?
          AND ? = ANY (categories) AND state = 'GRANTED'
          AND valid_from <= ? AND valid_until > ?
          AND mode = 'PERIODIC' AND frequency_limit IS NULL
          AND records IS NULL AND max_records IS NULL
          AND (attested_by IS NULL OR ? = 'PERSONAL'))
      SELECT DISTINCT ON (covering.subject) covering.id AS id, covering.version AS version,
        covering.subject AS subject, covering.subject_reference AS reference,
        covering.valid_from AS valid_from, covering.valid_until AS valid_until,
        covering.data_life_days AS data_life_days,
        consumer_link.id AS consumer_id, consumer_link.version AS consumer_version,
        provider_link.id AS provider_id, provider_link.version AS provider_version,
        provider_link.local_id_sealed AS sealed, subject_keys.data_key AS data_key
      FROM covering
      JOIN policy.links consumer_link ON consumer_link.subject = covering.subject
        AND consumer_link.participant = covering.consumer AND consumer_link.active
      JOIN policy.links provider_link ON provider_link.subject = covering.subject
        AND provider_link.participant = ? AND provider_link.active
      JOIN policy.subject_keys ON subject_keys.subject = covering.subject
      WHERE (SELECT count(DISTINCT subject) FROM covering) >= ?
        AND (covering.separate_guardian OR NOT EXISTS (
          SELECT 1 FROM policy.links child WHERE child.subject = covering.subject
            AND child.active AND child.minor_until > (? AT TIME ZONE 'UTC')::date))
      ORDER BY covering.subject, covering.created_at DESC, covering.id
      LIMIT ?\
      """;

  private final LocalIds localIds;

  /** Providers' own ids are opened with the given keys. */
  public People(LocalIds localIds) {
    this.localIds = localIds;
  }

  /**
   * Whose consents are meant.
   *
   * @param sensitive whether the field is SENSITIVE
   */
  public record Scope(
      String provider, String consumer, Purpose purpose, Category category, boolean sensitive) {}

  /**
   * One who may be counted.
   *
   * @param reference what the person calls the consent
   * @param dataLifeDays null if the consent names none
   * @param providerLocalId gives the provider's own id for the person, opened when it is needed: a
   *     question that is refused must not take longer for it; not printed
   */
  public record Person(
      UUID subject,
      String reference,
      Personal seen,
      Instant validFrom,
      Instant validUntil,
      @Nullable Integer dataLifeDays,
      Supplier<String> providerLocalId) {
    @Override
    public String toString() {
      return "Person[consent=" + seen.consent() + "]";
    }
  }

  /**
   * Asks for them.
   *
   * @param fewest of whom anything is ever told; where there are fewer, none are found
   * @return gives at most one more than {@link #MAX}, after the round trip
   */
  public Supplier<List<Person>> search(RoundTrip trip, Scope scope, int fewest, Instant now) {
    return trip.query(
        FIND,
        parameters ->
            parameters
                .add(scope.consumer())
                .add(scope.provider())
                .add(scope.purpose().code())
                .add(scope.category().code())
                .add(now)
                .add(now)
                .add(scope.sensitive() ? "SENSITIVE" : "PERSONAL")
                .add(scope.provider())
                .add((long) fewest)
                .add(now)
                .add((long) MAX + 1),
        rows -> {
          List<Person> people = new ArrayList<>();
          while (rows.next()) {
            people.add(person(rows, scope.provider()));
          }
          return people.size() < fewest ? List.of() : List.copyOf(people);
        });
  }

  private Person person(ResultSet row, String provider) throws SQLException {
    UUID subject = row.getObject("subject", UUID.class);
    SubjectKey key = new SubjectKey(subject, row.getBytes("data_key"));
    byte[] sealed = row.getBytes("sealed");
    return new Person(
        subject,
        row.getString("reference"),
        new Personal(
            version(row, "id", "version"),
            version(row, "consumer_id", "consumer_version"),
            version(row, "provider_id", "provider_version")),
        instant(row, "valid_from"),
        instant(row, "valid_until"),
        row.getObject("data_life_days", Integer.class),
        () -> localIds.open(key, provider, sealed));
  }

  private static FactVersion version(ResultSet row, String id, String version) throws SQLException {
    return new FactVersion(row.getObject(id, UUID.class), row.getInt(version));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
