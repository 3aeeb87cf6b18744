package dev.hefu.gateway.exchange;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.identity.ProofRows;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.IdempotencyKey;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.Earlier;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FactsReader;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The facts of a batch as they stand under the log's lock: one statement for each table. */
public final class AdmissionFacts implements FactsSource {
  private static final String PARTICIPANTS =
      "SELECT id, version, suspended FROM gateway.participant WHERE id = ANY (?)";

  private static final String EARLIER =
      """
      SELECT consumer, key, exchange, index, request_digest, basis
      FROM (SELECT unnest(?::text[]) AS consumer, unnest(?::text[]) AS key) AS asked
      JOIN gateway.idempotency USING (consumer, key)\
      """;

  @Override
  public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
    return FactsReader.ask(
        trip, claims, participants(trip, claims), earlier(trip, claims), proofs(trip, claims));
  }

  private static Supplier<Map<String, ParticipantFact>> participants(
      RoundTrip trip, List<Claim> claims) {
    List<String> ids =
        claims.stream()
            .flatMap(claim -> Stream.of(claim.consumer(), claim.provider()))
            .distinct()
            .toList();
    return trip.query(
        PARTICIPANTS,
        parameters -> parameters.texts(ids, Function.identity()),
        rows -> {
          Map<String, ParticipantFact> participants = new HashMap<>();
          while (rows.next()) {
            participants.put(
                rows.getString(1), new ParticipantFact(rows.getInt(2), rows.getBoolean(3)));
          }
          return participants;
        });
  }

  private static Supplier<Map<IdempotencyKey, Earlier>> earlier(
      RoundTrip trip, List<Claim> claims) {
    List<Claim> keyed = claims.stream().filter(claim -> claim.idempotencyKey() != null).toList();
    return trip.query(
        EARLIER,
        parameters -> parameters.texts(keyed, Claim::consumer).texts(keyed, Claim::idempotencyKey),
        rows -> {
          Map<IdempotencyKey, Earlier> earlier = new HashMap<>();
          while (rows.next()) {
            earlier.put(
                new IdempotencyKey(rows.getString(1), rows.getString(2)),
                new Earlier(
                    rows.getObject(3, UUID.class),
                    rows.getLong(4),
                    rows.getString(5),
                    rows.getString(6)));
          }
          return earlier;
        });
  }

  private static Supplier<ProofFacts> proofs(RoundTrip trip, List<Claim> claims) {
    List<Proof> proofs = claims.stream().map(Claim::proof).filter(Objects::nonNull).toList();
    return proofs.isEmpty() ? () -> ProofFacts.NONE : ProofRows.take(trip, proofs, Instant.now());
  }

  @Override
  public void recordUses(RoundTrip trip, Uses uses) {
    uses.write(trip);
  }
}
