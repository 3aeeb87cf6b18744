package dev.hefu.gateway;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A control: facts read like those of any node, and misjudged on their way to the admission.
 *
 * @param misjudging what a careless node makes of the facts, given what is claimed
 */
record CarelessFacts(FactsSource source, BiFunction<Facts, List<Claim>, Facts> misjudging)
    implements FactsSource {
  /** The facts of a node, misjudged whatever is claimed. */
  static CarelessFacts of(UnaryOperator<Facts> misjudging) {
    return new CarelessFacts(new AdmissionFacts(), (now, claims) -> misjudging.apply(now));
  }

  /** A consent that was ever in force is in force at commit, whatever became of it. */
  static CarelessFacts uncheckedConsents() {
    UnaryOperator<Map<UUID, ConsentFact>> before =
        onceGood(consent -> consent.state() == ConsentState.GRANTED);
    return of(
        now ->
            new Facts(
                now.now(),
                before.apply(now.consents()),
                now.links(),
                now.agreements(),
                now.participants(),
                now.idempotency(),
                now.rules(),
                now.figures(),
                now.proofs(),
                now.approvals()));
  }

  /** What was good when it was last seen stays so, as a cache before the lock would have it. */
  static <K, V> UnaryOperator<Map<K, V>> onceGood(Predicate<V> good) {
    Map<K, V> kept = new ConcurrentHashMap<>();
    return now -> {
      Map<K, V> believed = new HashMap<>(now);
      believed.replaceAll(
          (key, fact) -> {
            if (good.test(fact)) {
              kept.put(key, fact);
            }
            return kept.getOrDefault(key, fact);
          });
      return believed;
    };
  }

  @Override
  public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
    Supplier<Facts> asked = source.ask(trip, claims);
    return () -> misjudging.apply(asked.get(), claims);
  }

  @Override
  public void recordUses(RoundTrip trip, Uses uses) {
    source.recordUses(trip, uses);
  }
}
