package dev.hefu.bench.evidence;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** What is left out of a commit in a {@link Race}, so that the race can be seen to notice. */
enum RaceControl {
  /** Nothing: the real thing. */
  NONE,
  /** A consent counts as it was when it was first seen. */
  CHECK_REMOVED,
  /** The facts are read on the side, before the head row is asked for. */
  FACTS_BEFORE_THE_LOCK,
  /** A revocation is acknowledged as soon as it is committed, and answers leave however late. */
  FENCE_REMOVED;

  /** The facts of a node under this control. */
  FactsSource facts(DSLContext reads) {
    AdmissionFacts real = new AdmissionFacts();
    return switch (this) {
      case NONE, FENCE_REMOVED -> real;
      case CHECK_REMOVED -> new Unchecked(real, new ConcurrentHashMap<>());
      case FACTS_BEFORE_THE_LOCK -> new Early(real, reads);
    };
  }

  private record Unchecked(FactsSource real, Map<UUID, ConsentFact> first) implements FactsSource {
    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      Supplier<Facts> asked = real.ask(trip, claims);
      return () -> {
        Facts facts = asked.get();
        facts.consents().forEach(first::putIfAbsent);
        Map<UUID, ConsentFact> consents =
            facts.consents().keySet().stream()
                .collect(Collectors.toMap(Function.identity(), first::get));
        return new Facts(
            facts.now(),
            consents,
            facts.links(),
            facts.agreements(),
            facts.participants(),
            facts.idempotency(),
            facts.rules());
      };
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      real.recordUses(trip, uses);
    }
  }

  private record Early(FactsSource real, DSLContext reads) implements FactsSource {
    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      RoundTrip before = new RoundTrip();
      Supplier<Facts> asked = real.ask(before, claims);
      before.send(reads);
      return asked;
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      real.recordUses(trip, uses);
    }
  }
}
