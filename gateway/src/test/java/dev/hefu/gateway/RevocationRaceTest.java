package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A consent is revoked after an exchange was decided and before it is committed: the provider holds
 * its answer until the revocation was acknowledged. The commit must refuse; one that reads its
 * facts before the lock discloses, which is the control.
 */
final class RevocationRaceTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch revoked = new CountDownLatch(1);
  private final AtomicBoolean hold = new AtomicBoolean();

  private Map<String, ObjectNode> profile(RecordQuery query) {
    if (hold.get()) {
      asked.countDown();
      try {
        revoked.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return TestNetwork.card(query);
  }

  /** What became of the exchange, and the index of the revocation's leaf. */
  private record Race(Answer<ExchangeAnswer> answer, long revocation) {}

  private Race race(TestNetwork network) throws Exception {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    PartnerClient market = network.market.client();
    market.exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    hold.set(true);
    CompletableFuture<Answer<ExchangeAnswer>> answer =
        CompletableFuture.supplyAsync(
            () -> market.exchange(request, PartnerClient.newIdempotencyKey()));
    asked.await();
    ConsentView ended = person.client().revoke(consent.reference()).orThrow();
    revoked.countDown();
    return new Race(answer.get(), Objects.requireNonNull(ended.evidence()).index());
  }

  @Test
  void aRevocationBeforeTheCommitIsSeenByTheCommit() throws Exception {
    try (TestNetwork network = new TestNetwork(this::profile)) {
      Race race = race(network);
      Problem problem = assertInstanceOf(Answer.Refused.class, race.answer()).problem();
      assertEquals(ErrorCode.CONSENT_REVOKED, problem.code());
      assertTrue(Objects.requireNonNull(problem.evidence()).index() > race.revocation());
    }
  }

  @Test
  void controlFactsFromBeforeTheLockDiscloseAfterTheRevocation() throws Exception {
    try (TestNetwork network =
        new TestNetwork(this::profile, new FactsFromBeforeTheLock(new AdmissionFacts()))) {
      Race race = race(network);
      ExchangeAnswer disclosed = race.answer().orThrow();
      assertTrue(
          disclosed.evidence().index() > race.revocation(),
          "the control shows a disclosure after the revocation");
    }
  }

  /** Answers from what it read first, as a cache before the lock would. */
  private static final class FactsFromBeforeTheLock implements FactsSource {
    private final FactsSource source;
    private @Nullable Facts early;

    FactsFromBeforeTheLock(FactsSource source) {
      this.source = source;
    }

    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      Supplier<Facts> asked = source.ask(trip, claims);
      return () -> {
        Facts now = asked.get();
        Facts before = early == null ? now : early;
        early = before;
        return new Facts(
            before.now(),
            before.consents(),
            before.links(),
            before.agreements(),
            before.participants(),
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
