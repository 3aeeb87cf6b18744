package dev.hefu.policy.fact;

import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what was used of the budgets of a batch's agreements, in the round trip that holds the
 * lock. A batch whose agreements set none asks nothing.
 */
final class SpentReader {
  private static final String USES =
      """
      SELECT agreement, budget, window_start, used FROM policy.agreement_uses
      WHERE agreement = ANY (?)\
      """;

  private static final String SUBJECTS =
      """
      SELECT asked.agreement, counted_subjects.subject, window_start
      FROM unnest(?::uuid[], ?::uuid[]) AS asked (agreement, consent)
      JOIN policy.consents ON consents.id = asked.consent
      JOIN policy.counted_subjects ON counted_subjects.agreement = asked.agreement
        AND counted_subjects.subject = consents.subject\
      """;

  private record AskedSubject(UUID agreement, UUID consent) {}

  private SpentReader() {}

  /**
   * Asks for what was used of the claims' agreements.
   *
   * @return gives it by agreement, after the round trip
   */
  static Supplier<Map<UUID, Spent>> ask(RoundTrip trip, List<Claim> claims) {
    List<AskedSubject> asked =
        claims.stream()
            .filter(claim -> claim.seen().budgeted() && claim.proposal() instanceof Proposal.Permit)
            .map(
                claim ->
                    new AskedSubject(
                        Objects.requireNonNull(claim.seen().agreement()).id(),
                        Objects.requireNonNull(claim.seen().personal()).consent().id()))
            .distinct()
            .toList();
    if (asked.isEmpty()) {
      return Map::of;
    }
    List<UUID> agreements = asked.stream().map(AskedSubject::agreement).distinct().toList();
    Supplier<Map<UUID, Map<Budget, AgreementUse>>> uses = uses(trip, agreements);
    Supplier<Map<UUID, Map<UUID, Instant>>> subjects =
        trip.query(
            SUBJECTS,
            parameters ->
                parameters
                    .uuids(asked, AskedSubject::agreement)
                    .uuids(asked, AskedSubject::consent),
            SpentReader::subjects);
    return () -> {
      Map<UUID, Spent> spent = new HashMap<>();
      for (UUID id : agreements) {
        spent.put(
            id,
            new Spent(
                uses.get().getOrDefault(id, Map.of()), subjects.get().getOrDefault(id, Map.of())));
      }
      return spent;
    };
  }

  /** Asks for what was used of these agreements in their last windows. */
  static Supplier<Map<UUID, Map<Budget, AgreementUse>>> uses(
      RoundTrip trip, List<UUID> agreements) {
    return trip.query(
        USES, parameters -> parameters.uuids(agreements, Function.identity()), SpentReader::uses);
  }

  private static Map<UUID, Map<Budget, AgreementUse>> uses(ResultSet rows) throws SQLException {
    Map<UUID, Map<Budget, AgreementUse>> uses = new HashMap<>();
    while (rows.next()) {
      UUID agreement = rows.getObject(1, UUID.class);
      Budget budget = Budget.valueOf(rows.getString(2));
      uses.computeIfAbsent(agreement, id -> new EnumMap<>(Budget.class))
          .put(budget, new AgreementUse(agreement, budget, instant(rows), rows.getLong(4)));
    }
    return uses;
  }

  private static Map<UUID, Map<UUID, Instant>> subjects(ResultSet rows) throws SQLException {
    Map<UUID, Map<UUID, Instant>> subjects = new HashMap<>();
    while (rows.next()) {
      subjects
          .computeIfAbsent(rows.getObject(1, UUID.class), id -> new HashMap<>())
          .put(rows.getObject(2, UUID.class), instant(rows));
    }
    return subjects;
  }

  /** Both statements have the window's start in the third column. */
  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject(3, OffsetDateTime.class).toInstant();
  }
}
