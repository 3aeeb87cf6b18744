package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A participant is suspended at one node: from the acknowledgement on every node refuses it, also
 * an exchange that was decided before and is committed after.
 */
final class SuspensionTest {
  private static final Duration NETWORK_WIDE = Duration.ofMinutes(1);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch suspended = new CountDownLatch(1);
  private final AtomicBoolean hold = new AtomicBoolean();

  private Map<String, ObjectNode> profile(RecordQuery query) {
    if (hold.get()) {
      asked.countDown();
      try {
        suspended.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return TestNetwork.card(query);
  }

  /** An exchange at one node whose provider is suspended at another while it answers. */
  private Answer<ExchangeAnswer> inBetween(
      TestNetwork network, PartnerClient market, ExchangeRequest request) throws Exception {
    untilGiven(market, request);
    hold.set(true);
    CompletableFuture<Answer<ExchangeAnswer>> answer =
        CompletableFuture.supplyAsync(
            () -> market.exchange(request, PartnerClient.newIdempotencyKey()));
    asked.await();
    network.operator.suspend(network.wallet.id(), "its key leaked").orThrow();
    hold.set(false);
    suspended.countDown();
    return answer.get();
  }

  /** As a client does that is told to repeat under a new key; within a minute it must be given. */
  private static void untilGiven(PartnerClient market, ExchangeRequest request) {
    long end = System.nanoTime() + NETWORK_WIDE.toNanos();
    Answer<ExchangeAnswer> answer = market.exchange(request, PartnerClient.newIdempotencyKey());
    while (answer instanceof Answer.Refused<ExchangeAnswer> && System.nanoTime() - end < 0) {
      answer = market.exchange(request, PartnerClient.newIdempotencyKey());
    }
    answer.orThrow();
  }

  private static PartnerClient at(TestNetwork network, Gateway node) {
    return new PartnerClient(
        network.calls(network.market.tokens(), node), Signer.of(network.market.keys()));
  }

  private static ExchangeRequest request(TestNetwork network) {
    Person person = network.person();
    network.consent(person);
    return network.request(person.marketId(), network.reference(person));
  }

  private static void assertSuspended(Answer<ExchangeAnswer> answer) {
    Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
    assertEquals(ErrorCode.PARTICIPANT_SUSPENDED, refused.problem().code());
  }

  @Test
  void everyNodeRefusesFromTheAcknowledgementOnAlsoWhatItHadDecided() throws Exception {
    try (TestNetwork network = new TestNetwork(this::profile)) {
      PartnerClient here = at(network, network.gateway);
      PartnerClient there = at(network, network.anotherNode());
      ExchangeRequest request = request(network);
      assertSuspended(inBetween(network, there, request));
      for (PartnerClient node : List.of(here, there)) {
        assertSuspended(node.exchange(request, PartnerClient.newIdempotencyKey()));
      }
      network.operator.resume(network.wallet.id()).orThrow();
      for (PartnerClient node : List.of(there, here)) {
        untilGiven(node, request);
      }
    }
  }

  @Test
  void controlFactsFromBeforeDiscloseAfterTheSuspension() throws Exception {
    try (TestNetwork network =
        new TestNetwork(this::profile, new FirstStanding(new AdmissionFacts()))) {
      Answer<ExchangeAnswer> answer = inBetween(network, network.market.client(), request(network));
      assertTrue(answer instanceof Answer.Success, "the test would not notice a stale commit");
    }
  }

  /** Participants as they were when they were first seen. */
  private record FirstStanding(FactsSource source, Map<String, ParticipantFact> first)
      implements FactsSource {
    FirstStanding(FactsSource source) {
      this(source, new ConcurrentHashMap<>());
    }

    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      Supplier<Facts> asked = source.ask(trip, claims);
      return () -> {
        Facts now = asked.get();
        Map<String, ParticipantFact> participants = new HashMap<>(now.participants());
        participants.replaceAll((id, fact) -> first.computeIfAbsent(id, unseen -> fact));
        return new Facts(
            now.now(),
            now.consents(),
            now.links(),
            now.agreements(),
            participants,
            now.idempotency(),
            now.rules());
      };
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      source.recordUses(trip, uses);
    }
  }
}
