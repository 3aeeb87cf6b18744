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
import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.ApprovalState;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.sharing.ApprovalGrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A provider's approval is withdrawn after an exchange was decided on it and before it is
 * committed: the provider holds its answer until the withdrawal was acknowledged. The commit must
 * refuse; one that goes by the approval as it once stood discloses, which is the control.
 */
final class ApprovalRaceTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch withdrawn = new CountDownLatch(1);
  private final AtomicBoolean hold = new AtomicBoolean();

  private Map<String, ObjectNode> profile(RecordQuery query) {
    if (hold.get()) {
      asked.countDown();
      try {
        withdrawn.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return TestNetwork.card(query);
  }

  /** What became of the exchange, and the index of the withdrawal's leaf. */
  private record Race(Answer<ExchangeAnswer> answer, long withdrawal) {}

  private Race race(TestNetwork network) throws Exception {
    PartnerClient market = network.market.client();
    PartnerClient wallet = network.wallet.client();
    wallet.terminate(network.sharing.id()).orThrow();
    market
        .countersign(wallet.propose(ApprovalsTest.approved(network.sharing.terms())).orThrow())
        .orThrow();
    Person person = network.person();
    network.consent(person);
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    Problem first =
        assertInstanceOf(
                Answer.Refused.class, market.exchange(request, PartnerClient.newIdempotencyKey()))
            .problem();
    UUID approval = Objects.requireNonNull(first.exchange());
    wallet.approve(approval, new ApprovalGrant(30, null)).orThrow();
    market.exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    hold.set(true);
    CompletableFuture<Answer<ExchangeAnswer>> answer =
        CompletableFuture.supplyAsync(
            () -> market.exchange(request, PartnerClient.newIdempotencyKey()));
    asked.await();
    long index =
        Objects.requireNonNull(wallet.withdraw(approval, "a race").orThrow().evidence()).index();
    withdrawn.countDown();
    return new Race(answer.get(), index);
  }

  @Test
  void aWithdrawalBeforeTheCommitIsSeenByTheCommit() throws Exception {
    try (TestNetwork network = new TestNetwork(this::profile)) {
      Race race = race(network);
      Problem problem = assertInstanceOf(Answer.Refused.class, race.answer()).problem();
      assertEquals(ErrorCode.APPROVAL_NEEDED, problem.code());
      assertTrue(Objects.requireNonNull(problem.evidence()).index() > race.withdrawal());
    }
  }

  @Test
  void controlAnApprovalAsItOnceStoodDisclosesAfterItsWithdrawal() throws Exception {
    try (TestNetwork network =
        new TestNetwork(this::profile, new ApprovalsOfBefore(new AdmissionFacts()))) {
      Race race = race(network);
      assertTrue(
          race.answer().orThrow().evidence().index() > race.withdrawal(),
          "the control shows a disclosure after the withdrawal");
    }
  }

  /** An approval that ever stood stands, as a cache before the lock would have it. */
  private static final class ApprovalsOfBefore implements FactsSource {
    private final FactsSource source;
    private final Map<ApprovalKey, Approval> given = new ConcurrentHashMap<>();

    ApprovalsOfBefore(FactsSource source) {
      this.source = source;
    }

    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      Supplier<Facts> asked = source.ask(trip, claims);
      return () -> {
        Facts now = asked.get();
        Map<ApprovalKey, Approval> approvals = new HashMap<>(now.approvals());
        approvals.replaceAll(
            (key, approval) -> {
              if (approval.state() == ApprovalState.APPROVED) {
                given.put(key, approval);
              }
              return given.getOrDefault(key, approval);
            });
        return new Facts(
            now.now(),
            now.consents(),
            now.links(),
            now.agreements(),
            now.participants(),
            now.idempotency(),
            now.rules(),
            now.figures(),
            now.proofs(),
            approvals);
      };
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      source.recordUses(trip, uses);
    }
  }
}
