package dev.hefu.policy.fact;

import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what the figures of a batch rest on. Persons are counted by the database, so that ten
 * thousand of them come back as one number; sent after the lock, as {@link FactsReader}'s
 * statements are.
 */
final class FigureReader {
  private static final String STANDING =
      """
      SELECT counted.exchange, count(*)
      FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::uuid[], ?::int[], ?::uuid[], ?::int[])
        AS counted (exchange, consent, version, consumer, consumer_version, provider,
          provider_version)
      JOIN policy.consents ON consents.id = counted.consent
        AND consents.version = counted.version AND consents.state = 'GRANTED'
        AND consents.valid_until > clock_timestamp()
      JOIN policy.links consumer_link ON consumer_link.id = counted.consumer
        AND consumer_link.version = counted.consumer_version AND consumer_link.active
      JOIN policy.links provider_link ON provider_link.id = counted.provider
        AND provider_link.version = counted.provider_version AND provider_link.active
      GROUP BY counted.exchange\
      """;

  private static final String ANSWERED =
      "SELECT question FROM policy.figure_answers WHERE question = ANY (?)";

  // What was asked under one agreement is known under the next of the same two.
  private static final String ASKED =
      """
      SELECT one.id, count(*)
      FROM policy.sharing_agreements one
      JOIN policy.sharing_agreements each
        ON each.provider = one.provider AND each.consumer = one.consumer
      JOIN policy.figure_answers ON figure_answers.agreement = each.id
      WHERE one.id = ANY (?)
        AND day >= date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date
      GROUP BY one.id\
      """;

  private FigureReader() {}

  /** One person whom an exchange counted. */
  private record Counted(UUID exchange, Personal seen) {}

  /** Asks for the facts of those claims that are about figures; for nothing if none is. */
  static Supplier<FigureFacts> ask(RoundTrip trip, List<Claim> claims) {
    List<Counted> counted = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    List<UUID> agreements = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.proposal() instanceof Proposal.Figure figure) {
        figure.counted().forEach(seen -> counted.add(new Counted(claim.exchange(), seen)));
        questions.add(figure.question());
        agreements.add(claim.agreement());
      }
    }
    if (questions.isEmpty()) {
      return () -> FigureFacts.NONE;
    }
    Supplier<Map<UUID, Integer>> standing = standing(trip, counted);
    Supplier<Set<String>> answered =
        trip.query(
            ANSWERED,
            parameters -> parameters.texts(questions, Function.identity()),
            rows -> {
              Set<String> found = new HashSet<>();
              while (rows.next()) {
                found.add(rows.getString(1));
              }
              return found;
            });
    Supplier<Map<UUID, Integer>> asked = asked(trip, agreements);
    return () -> new FigureFacts(standing.get(), answered.get(), asked.get());
  }

  /**
   * Asks how many questions of this month were answered between the two parties of each agreement,
   * under whichever of theirs.
   */
  static Supplier<Map<UUID, Integer>> asked(RoundTrip trip, List<UUID> agreements) {
    return numbers(trip, ASKED, parameters -> parameters.uuids(agreements, Function.identity()));
  }

  private static Supplier<Map<UUID, Integer>> standing(RoundTrip trip, List<Counted> counted) {
    return numbers(
        trip,
        STANDING,
        parameters ->
            parameters
                .uuids(counted, Counted::exchange)
                .uuids(counted, one -> one.seen().consent().id())
                .ints(counted, one -> one.seen().consent().version())
                .uuids(counted, one -> one.seen().consumerLink().id())
                .ints(counted, one -> one.seen().consumerLink().version())
                .uuids(counted, one -> one.seen().providerLink().id())
                .ints(counted, one -> one.seen().providerLink().version()));
  }

  private static Supplier<Map<UUID, Integer>> numbers(
      RoundTrip trip, String sql, RoundTrip.Binding binding) {
    return trip.query(
        sql,
        binding,
        rows -> {
          Map<UUID, Integer> numbers = new HashMap<>();
          while (rows.next()) {
            numbers.put(rows.getObject(1, UUID.class), rows.getInt(2));
          }
          return numbers;
        });
  }
}
