package dev.hefu.gateway.exchange;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.policy.admit.Claim;
import dev.hefu.policy.admit.Earlier;
import dev.hefu.policy.admit.Facts;
import dev.hefu.policy.admit.FactsReader;
import dev.hefu.policy.admit.IdempotencyKey;
import dev.hefu.policy.admit.ParticipantFact;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentUse;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * The facts of a batch as they stand under the log's lock: one statement for each table, one round
 * trip for each module's.
 */
public final class AdmissionFacts implements FactsSource {
  private static final String READ =
      """
      SELECT id, version, suspended FROM gateway.participant WHERE id = ANY (?);
      SELECT consumer, key, exchange, index, request_digest
      FROM unnest(?::text[], ?::text[]) AS asked (consumer, key)
      JOIN gateway.idempotency USING (consumer, key)
      """;

  private final ConsentLedger consents;

  public AdmissionFacts(ConsentLedger consents) {
    this.consents = consents;
  }

  @Override
  public Facts read(DSLContext tx, List<Claim> claims) {
    return tx.connectionResult(
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(READ)) {
            bind(connection, read, claims);
            read.execute();
            return FactsReader.read(tx, claims, participants(read), earlier(read));
          }
        });
  }

  private static void bind(Connection connection, PreparedStatement read, List<Claim> claims)
      throws SQLException {
    Stream<String> ids =
        claims.stream().flatMap(claim -> Stream.of(claim.consumer(), claim.provider())).distinct();
    List<Claim> keyed = claims.stream().filter(claim -> claim.idempotencyKey() != null).toList();
    read.setArray(1, texts(connection, ids));
    read.setArray(2, texts(connection, keyed.stream().map(Claim::consumer)));
    read.setArray(
        3,
        texts(connection, keyed.stream().map(Claim::idempotencyKey).map(Objects::requireNonNull)));
  }

  private static Array texts(Connection connection, Stream<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray(String[]::new));
  }

  private static Map<String, ParticipantFact> participants(PreparedStatement read)
      throws SQLException {
    Map<String, ParticipantFact> participants = new HashMap<>();
    try (ResultSet row = read.getResultSet()) {
      while (row.next()) {
        participants.put(row.getString(1), new ParticipantFact(row.getInt(2), row.getBoolean(3)));
      }
    }
    return participants;
  }

  private static Map<IdempotencyKey, Earlier> earlier(PreparedStatement read) throws SQLException {
    Map<IdempotencyKey, Earlier> earlier = new HashMap<>();
    read.getMoreResults();
    try (ResultSet row = read.getResultSet()) {
      while (row.next()) {
        earlier.put(
            new IdempotencyKey(row.getString(1), row.getString(2)),
            new Earlier(row.getObject(3, UUID.class), row.getLong(4), row.getString(5)));
      }
    }
    return earlier;
  }

  @Override
  public void recordUses(DSLContext tx, List<ConsentUse> uses) {
    if (!uses.isEmpty()) {
      consents.recordUses(tx, uses);
    }
  }
}
