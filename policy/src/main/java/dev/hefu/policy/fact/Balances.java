package dev.hefu.policy.fact;

import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * How much is left of budgets: read without the log's lock, from the rows and by the arithmetic of
 * the admission. What is used by the time of a commit may be more.
 */
public final class Balances {
  private Balances() {}

  /** Of each of these consents; one that bounds nothing has none. */
  public static Map<UUID, List<Balance>> ofConsents(
      DSLContext database, Collection<UUID> consents) {
    RoundTrip trip = new RoundTrip();
    Supplier<Instant> now = FactsReader.clock(trip);
    Supplier<Map<UUID, ConsentFact>> facts = FactsReader.consents(trip, consents.stream());
    trip.send(database);
    Map<UUID, List<Balance>> balances = new HashMap<>();
    facts.get().forEach((id, fact) -> balances.put(id, fact.balances(now.get())));
    return balances;
  }

  /**
   * Of a sharing agreement: what its terms set, and the questions about groups that every agreement
   * has; nothing if there is no such agreement.
   */
  public static List<Balance> ofAgreement(DSLContext database, UUID agreement) {
    RoundTrip trip = new RoundTrip();
    List<UUID> one = List.of(agreement);
    Supplier<Instant> now = FactsReader.clock(trip);
    Supplier<Map<UUID, AgreementFact>> facts = FactsReader.agreements(trip, one.stream());
    Supplier<Map<UUID, Map<Budget, AgreementUse>>> uses = SpentReader.uses(trip, one);
    Supplier<Map<UUID, Integer>> asked = FigureReader.asked(trip, one);
    trip.send(database);
    AgreementFact fact = facts.get().get(agreement);
    if (fact == null) {
      return List.of();
    }
    Spent spent = new Spent(uses.get().getOrDefault(agreement, Map.of()), Map.of());
    List<Balance> balances = new ArrayList<>(fact.with(spent).balances(now.get()));
    balances.add(FigureFacts.balance(asked.get().getOrDefault(agreement, 0), now.get()));
    return balances;
  }
}
