package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.HeldAnswer.Race;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.policy.fact.Facts;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A consent is revoked after an exchange was decided and before it is committed: the provider holds
 * its answer until the revocation was acknowledged. The commit must refuse; one that reads its
 * facts before the lock discloses, which is the control.
 */
@Isolated("it races")
final class RevocationRaceTest {
  private final HeldAnswer wallet = new HeldAnswer();

  /** The exchange, and the index of the leaf of the revocation meanwhile. */
  private Race<Long> race(TestNetwork network) throws Exception {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    PartnerClient market = network.market.client();
    market.exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    return wallet.race(
        market,
        request,
        () -> {
          ConsentView ended = person.client().revoke(consent.reference()).orThrow();
          return Objects.requireNonNull(ended.evidence()).index();
        });
  }

  @Test
  void aRevocationBeforeTheCommitIsSeenByTheCommit() throws Exception {
    try (TestNetwork network = new TestNetwork(wallet::card)) {
      Race<Long> race = race(network);
      Problem problem = assertInstanceOf(Answer.Refused.class, race.answer()).problem();
      assertEquals(ErrorCode.CONSENT_REVOKED, problem.code());
      assertTrue(Objects.requireNonNull(problem.evidence()).index() > race.done());
    }
  }

  @Test
  void controlFactsFromBeforeTheLockDiscloseAfterTheRevocation() throws Exception {
    try (TestNetwork network = new TestNetwork(wallet::card, factsFromBeforeTheLock())) {
      Race<Long> race = race(network);
      ExchangeAnswer disclosed = race.answer().orThrow();
      assertTrue(
          disclosed.evidence().index() > race.done(),
          "the control shows a disclosure after the revocation");
    }
  }

  /** Answers from what it read first, as a cache before the lock would. */
  private static FactsSource factsFromBeforeTheLock() {
    List<Facts> seen = new CopyOnWriteArrayList<>();
    return CarelessFacts.of(
        now -> {
          seen.add(now);
          Facts before = seen.getFirst();
          return new Facts(
              before.now(),
              before.consents(),
              before.links(),
              before.agreements(),
              before.participants(),
              now.idempotency(),
              now.rules());
        });
  }
}
