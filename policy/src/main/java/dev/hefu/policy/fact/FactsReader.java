package dev.hefu.policy.fact;

import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.ApprovalRows;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.IdempotencyKey;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.roundtrip.RoundTrip;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a batch rests on: one statement for each table, in one round trip; those of budgets
 * only where an agreement of the batch sets some, those of approvals where one is needed. They must
 * be sent after the statement that takes the lock of the log's head row: only then no fact that
 * they return can change before the commit.
 */
public final class FactsReader {
  /** A statement of its own: {@code now()} would be the time of BEGIN. */
  private static final String CLOCK = "SELECT clock_timestamp()";

  private static final String CONSENTS =
      """
      SELECT id, version, subject, consumer, providers, state, mode, valid_from, valid_until,
        frequency_limit, frequency_window, max_records, total, consent_uses.records AS used_records,
        window_start, window_used, last_at
      FROM policy.consents LEFT JOIN policy.consent_uses ON consent = id WHERE id = ANY (?)\
      """;

  private static final String LINKS =
      "SELECT id, version, subject, participant, active FROM policy.links WHERE id = ANY (?)";

  private static final String AGREEMENTS =
      """
      SELECT id, version, provider, consumer, state = 'SIGNED' AS signed, valid_from, valid_until,
        records_limit, records_window, subjects_limit, subjects_window
      FROM policy.sharing_agreements WHERE id = ANY (?)\
      """;

  /** With the clock, also where there are no rules: one statement less in each commit. */
  private static final String RULES_AND_CLOCK =
      """
      SELECT clock.now, revision, replaced_at
      FROM (SELECT clock_timestamp() AS now) AS clock LEFT JOIN policy.rules
        ON replaced_at IS NULL OR replaced_at > clock_timestamp() - interval '1 minute'
      ORDER BY position\
      """;

  private record RulesAt(Instant now, Map<String, RulesFact> rules) {}

  private FactsReader() {}

  /**
   * Asks for the facts of the claims and the database's clock.
   *
   * @param participants every participant that a claim names, read under the same lock
   * @param idempotency the keys of the batch that stand for a permitted exchange, read under the
   *     same lock
   * @param proofs what is known of the proofs of the batch, read under the same lock
   * @return gives the facts, after the round trip
   */
  public static Supplier<Facts> ask(
      RoundTrip trip,
      List<Claim> claims,
      Supplier<Map<String, ParticipantFact>> participants,
      Supplier<Map<IdempotencyKey, Earlier>> idempotency,
      Supplier<ProofFacts> proofs) {
    List<Personal> personal =
        claims.stream().map(claim -> claim.seen().personal()).filter(Objects::nonNull).toList();
    var consents = consents(trip, personal.stream().map(seen -> seen.consent().id()));
    var links =
        byId(
            trip,
            LINKS,
            personal.stream().flatMap(FactsReader::links).map(FactVersion::id),
            FactsReader::link,
            fact -> fact.seen().id());
    var agreements =
        agreements(
            trip,
            claims.stream()
                .map(claim -> claim.seen().agreement())
                .filter(Objects::nonNull)
                .map(FactVersion::id));
    var spent = SpentReader.ask(trip, claims);
    Supplier<FigureFacts> figures = FigureReader.ask(trip, claims);
    var approvals =
        ApprovalRows.ask(
            trip, claims.stream().map(FactsReader::approval).filter(Objects::nonNull).toList());
    var rules = trip.query(RULES_AND_CLOCK, parameters -> {}, FactsReader::rules);
    return () ->
        new Facts(
            rules.get().now(),
            consents.get(),
            links.get(),
            with(agreements.get(), spent.get()),
            participants.get(),
            idempotency.get(),
            rules.get().rules(),
            figures.get(),
            proofs.get(),
            approvals.get());
  }

  private static @Nullable ApprovalKey approval(Claim claim) {
    return switch (claim.proposal()) {
      case Proposal.Permit permit -> permit.approval();
      case Proposal.Await(ApprovalKey key) -> key;
      case Proposal.Deny _, Proposal.Figure _ -> null;
    };
  }

  /** Asks for the database's clock. */
  static Supplier<Instant> clock(RoundTrip trip) {
    return trip.query(
        CLOCK,
        parameters -> {},
        rows -> {
          rows.next();
          return instant(rows, "clock_timestamp");
        });
  }

  /** Asks for these consents, with what was used of them. */
  static Supplier<Map<UUID, ConsentFact>> consents(RoundTrip trip, Stream<UUID> ids) {
    return byId(trip, CONSENTS, ids, FactsReader::consent, fact -> fact.seen().id());
  }

  /** Asks for these sharing agreements, without what was used of them. */
  static Supplier<Map<UUID, AgreementFact>> agreements(RoundTrip trip, Stream<UUID> ids) {
    return byId(trip, AGREEMENTS, ids, FactsReader::agreement, fact -> fact.seen().id());
  }

  private static Map<UUID, AgreementFact> with(
      Map<UUID, AgreementFact> agreements, Map<UUID, Spent> spent) {
    spent.forEach((id, used) -> agreements.computeIfPresent(id, (same, fact) -> fact.with(used)));
    return agreements;
  }

  private static Stream<FactVersion> links(Personal personal) {
    return Stream.of(personal.consumerLink(), personal.providerLink());
  }

  private static <T> Supplier<Map<UUID, T>> byId(
      RoundTrip trip,
      String sql,
      Stream<UUID> named,
      RoundTrip.Reading<T> row,
      Function<T, UUID> id) {
    List<UUID> ids = named.distinct().toList();
    return trip.query(
        sql,
        parameters -> parameters.uuids(ids, Function.identity()),
        rows -> {
          Map<UUID, T> facts = new HashMap<>();
          while (rows.next()) {
            T fact = row.read(rows);
            facts.put(id.apply(fact), fact);
          }
          return facts;
        });
  }

  /** Where a revision came back, its last time counts. */
  private static RulesAt rules(ResultSet rows) throws SQLException {
    Map<String, RulesFact> rules = new HashMap<>();
    rows.next();
    Instant now = instant(rows, "now");
    do {
      String revision = rows.getString("revision");
      OffsetDateTime replaced = rows.getObject("replaced_at", OffsetDateTime.class);
      if (revision != null) {
        rules.put(revision, new RulesFact(replaced == null ? null : replaced.toInstant()));
      }
    } while (rows.next());
    return new RulesAt(now, rules);
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
        allowance(row, "frequency"),
        row.getObject("max_records", Integer.class),
        use(version.id(), row));
  }

  private static @Nullable ConsentUse use(UUID consent, ResultSet row) throws SQLException {
    long total = row.getLong("total");
    return row.wasNull()
        ? null
        : new ConsentUse(
            consent,
            total,
            row.getLong("used_records"),
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
        instant(row, "valid_until"),
        SharingBudgets.of(allowance(row, "records"), allowance(row, "subjects")),
        Spent.NOTHING);
  }

  private static @Nullable Allowance allowance(ResultSet row, String name) throws SQLException {
    return Allowance.of(
        row.getObject(name + "_limit", Integer.class), row.getString(name + "_window"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
