package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A participant is suspended at one node: from the acknowledgement on every node refuses it, also
 * an exchange that was decided before and is committed after.
 */
@Isolated("it races")
final class SuspensionTest {
  private static final Duration NETWORK_WIDE = Duration.ofMinutes(1);

  private final HeldAnswer wallet = new HeldAnswer();

  /** An exchange at one node whose provider is suspended at another while it answers. */
  private Answer<ExchangeAnswer> inBetween(
      TestNetwork network, PartnerClient market, ExchangeRequest request) throws Exception {
    untilGiven(market, request);
    return wallet
        .race(
            market,
            request,
            () -> network.operator.suspend(network.wallet.id(), "its key leaked").orThrow())
        .answer();
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
    return network.client(network.market, node.url());
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
    try (TestNetwork network = new TestNetwork(wallet::card)) {
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
    try (TestNetwork network = new TestNetwork(wallet::card, participantsOfBefore())) {
      Answer<ExchangeAnswer> answer = inBetween(network, network.market.client(), request(network));
      assertTrue(answer instanceof Answer.Success, "the test would not notice a stale commit");
    }
  }

  /** A participant that was ever in good standing is so. */
  private static FactsSource participantsOfBefore() {
    UnaryOperator<Map<String, ParticipantFact>> before =
        CarelessFacts.onceGood(participant -> !participant.suspended());
    return CarelessFacts.of(
        now ->
            new Facts(
                now.now(),
                now.consents(),
                now.links(),
                now.agreements(),
                before.apply(now.participants()),
                now.idempotency(),
                now.rules()));
  }
}
