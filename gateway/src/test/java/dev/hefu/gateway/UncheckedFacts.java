package dev.hefu.gateway;

import dev.hefu.gateway.evidence.FactsSource;
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
import java.util.function.Supplier;

/** A control: a consent that was ever in force is in force at commit, whatever became of it. */
final class UncheckedFacts implements FactsSource {
  private final FactsSource source;
  private final Map<UUID, ConsentFact> granted = new ConcurrentHashMap<>();

  UncheckedFacts(FactsSource source) {
    this.source = source;
  }

  @Override
  public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
    Supplier<Facts> asked = source.ask(trip, claims);
    return () -> {
      Facts now = asked.get();
      Map<UUID, ConsentFact> consents = new HashMap<>(now.consents());
      consents.replaceAll(
          (id, fact) -> {
            if (fact.state() == ConsentState.GRANTED) {
              granted.put(id, fact);
            }
            return granted.getOrDefault(id, fact);
          });
      return new Facts(
          now.now(),
          consents,
          now.links(),
          now.agreements(),
          now.participants(),
          now.idempotency(),
          now.rules(),
          now.figures(),
          now.proofs(),
          now.approvals());
    };
  }

  @Override
  public void recordUses(RoundTrip trip, Uses uses) {
    source.recordUses(trip, uses);
  }
}
