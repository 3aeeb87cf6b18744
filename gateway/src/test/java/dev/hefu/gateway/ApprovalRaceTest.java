package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.HeldAnswer.Race;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.ApprovalState;
import dev.hefu.policy.fact.Facts;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.sharing.ApprovalGrant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A provider's approval is withdrawn after an exchange was decided on it and before it is
 * committed: the provider holds its answer until the withdrawal was acknowledged. The commit must
 * refuse; one that goes by the approval as it once stood discloses, which is the control.
 */
@Isolated("it races")
final class ApprovalRaceTest {
  private final HeldAnswer held = new HeldAnswer();

  /** The exchange, and the index of the leaf of the withdrawal meanwhile. */
  private Race<Long> race(TestNetwork network) throws Exception {
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
    return held.race(
        market,
        request,
        () ->
            Objects.requireNonNull(wallet.withdraw(approval, "a race").orThrow().evidence())
                .index());
  }

  @Test
  void aWithdrawalBeforeTheCommitIsSeenByTheCommit() throws Exception {
    try (TestNetwork network = new TestNetwork(held::card)) {
      Race<Long> race = race(network);
      Problem problem = assertInstanceOf(Answer.Refused.class, race.answer()).problem();
      assertEquals(ErrorCode.APPROVAL_NEEDED, problem.code());
      assertTrue(Objects.requireNonNull(problem.evidence()).index() > race.done());
    }
  }

  @Test
  void controlAnApprovalAsItOnceStoodDisclosesAfterItsWithdrawal() throws Exception {
    try (TestNetwork network = new TestNetwork(held::card, approvalsOfBefore())) {
      Race<Long> race = race(network);
      assertTrue(
          race.answer().orThrow().evidence().index() > race.done(),
          "the control shows a disclosure after the withdrawal");
    }
  }

  /** An approval that ever stood stands. */
  private static FactsSource approvalsOfBefore() {
    UnaryOperator<Map<ApprovalKey, Approval>> before =
        CarelessFacts.onceGood(approval -> approval.state() == ApprovalState.APPROVED);
    return CarelessFacts.of(
        now ->
            new Facts(
                now.now(),
                now.consents(),
                now.links(),
                now.agreements(),
                now.participants(),
                now.idempotency(),
                now.rules(),
                now.figures(),
                now.proofs(),
                before.apply(now.approvals())));
  }
}
