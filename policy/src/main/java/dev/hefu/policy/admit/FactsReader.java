package dev.hefu.policy.admit;

import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a batch rests on: one statement for each table, all in one round trip. It must be
 * called after the lock of the log's head row was taken, in a later statement than the one that
 * took it: only then no fact that it returns can change before the commit.
 */
public final class FactsReader {
  /** The clock is a statement of its own: {@code now()} would be the time of BEGIN. */
  private static final String READ =
      """
      SELECT clock_timestamp();
      SELECT id, version, subject, consumer, providers, state, mode, valid_from, valid_until,
        frequency_limit, frequency_window, total, window_start, window_used, last_at
      FROM policy.consents LEFT JOIN policy.consent_uses ON consent = id WHERE id = ANY (?);
      SELECT id, version, subject, participant, active FROM policy.links WHERE id = ANY (?);
      SELECT id, version, provider, consumer, state = 'SIGNED' AS signed, valid_from, valid_until
      FROM policy.sharing_agreements WHERE id = ANY (?)
      """;

  private FactsReader() {}

  /**
   * The facts of the claims and the database's clock.
   *
   * @param participants every participant that a claim names, read under the same lock
   * @param idempotency the keys of the batch that stand for a permitted exchange, read under the
   *     same lock
   */
  public static Facts read(
      DSLContext tx,
      List<Claim> claims,
      Map<String, ParticipantFact> participants,
      Map<IdempotencyKey, Earlier> idempotency) {
    return tx.connectionResult(
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(READ)) {
            setIds(connection, read, 1, personal(claims).map(Personal::consent));
            setIds(connection, read, 2, personal(claims).flatMap(FactsReader::links));
            setIds(connection, read, 3, claims.stream().map(claim -> claim.seen().agreement()));
            read.execute();
            return new Facts(
                clock(read),
                next(read, FactsReader::consent, fact -> fact.seen().id()),
                next(read, FactsReader::link, fact -> fact.seen().id()),
                next(read, FactsReader::agreement, fact -> fact.seen().id()),
                participants,
                idempotency);
          }
        });
  }

  private static Stream<Personal> personal(List<Claim> claims) {
    return claims.stream().map(claim -> claim.seen().personal()).filter(Objects::nonNull);
  }

  private static Stream<FactVersion> links(Personal personal) {
    return Stream.of(personal.consumerLink(), personal.providerLink());
  }

  private static void setIds(
      Connection connection,
      PreparedStatement statement,
      int position,
      Stream<@Nullable FactVersion> seen)
      throws SQLException {
    UUID[] ids = seen.filter(Objects::nonNull).map(FactVersion::id).distinct().toArray(UUID[]::new);
    statement.setArray(position, connection.createArrayOf("uuid", ids));
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static Instant clock(PreparedStatement read) throws SQLException {
    try (ResultSet row = read.getResultSet()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static <T> Map<UUID, T> next(
      PreparedStatement read, Reading<T> reading, Function<T, UUID> id) throws SQLException {
    Map<UUID, T> facts = new HashMap<>();
    read.getMoreResults();
    try (ResultSet rows = read.getResultSet()) {
      while (rows.next()) {
        T fact = reading.of(rows);
        facts.put(id.apply(fact), fact);
      }
    }
    return facts;
  }

  private static FactVersion version(ResultSet row) throws SQLException {
    return new FactVersion(row.getObject("id", UUID.class), row.getInt("version"));
  }

  private static ConsentFact consent(ResultSet row) throws SQLException {
    FactVersion version = version(row);
    return new ConsentFact(
        version,
        row.getObject("subject", UUID.class),
        row.getString("consumer"),
        Set.of((String[]) row.getArray("providers").getArray()),
        ConsentState.valueOf(row.getString("state")),
        ConsentMode.valueOf(row.getString("mode")),
        instant(row, "valid_from"),
        instant(row, "valid_until"),
        ConsentRows.frequency(
            row.getObject("frequency_limit", Integer.class), row.getString("frequency_window")),
        use(version.id(), row));
  }

  private static @Nullable ConsentUse use(UUID consent, ResultSet row) throws SQLException {
    long total = row.getLong("total");
    return row.wasNull()
        ? null
        : new ConsentUse(
            consent,
            total,
            instant(row, "window_start"),
            row.getInt("window_used"),
            instant(row, "last_at"));
  }

  private static LinkFact link(ResultSet row) throws SQLException {
    return new LinkFact(
        version(row),
        row.getObject("subject", UUID.class),
        row.getString("participant"),
        row.getBoolean("active"));
  }

  private static AgreementFact agreement(ResultSet row) throws SQLException {
    return new AgreementFact(
        version(row),
        row.getString("provider"),
        row.getString("consumer"),
        row.getBoolean("signed"),
        instant(row, "valid_from"),
        instant(row, "valid_until"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
