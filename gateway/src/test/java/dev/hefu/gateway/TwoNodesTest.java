package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.AnswerOpener;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two gateways on one database: one log, one order, one answer under one key. */
@Isolated("it races")
final class TwoNodesTest {
  private static final int PERSONS = 4;
  private static final int READERS = 4;

  /** Disclosures about each person before somebody revokes. */
  private static final int DISCLOSURES = 5;

  private TestNetwork network;
  private List<PartnerClient> nodes;

  @BeforeEach
  void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    TestNetwork.Partner market = network.market;
    nodes = List.of(market.client(), network.client(market, network.anotherNode().url()));
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  @Test
  void aRepeatAtAnotherNodeIsTheSameExchange() {
    Person person = network.person();
    network.consent(person);
    ExchangeRequest request = network.request(person);
    String key = PartnerClient.newIdempotencyKey();
    ExchangeAnswer first = nodes.get(0).exchange(request, key).orThrow();
    ExchangeAnswer repeat = nodes.get(1).exchange(request, key).orThrow();
    assertEquals(first.exchange(), repeat.exchange());
    assertEquals(first.envelope(), repeat.envelope());
    assertTrue(repeat.evidence().index() > first.evidence().index());
    AnswerOpener opener = network.market.opener(network.gateway);
    assertInstanceOf(OpenedAnswer.Verified.class, opener.open(request, first));
    assertInstanceOf(OpenedAnswer.Verified.class, opener.open(request, repeat));
    ExchangeAnswer another =
        nodes.get(0).exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    ExchangeAnswer mixed =
        new ExchangeAnswer(first.exchange(), first.envelope(), another.evidence());
    assertInstanceOf(OpenedAnswer.Rejected.class, opener.open(request, mixed));
  }

  /** One person, disclosed until revoked, by readers at both nodes. */
  private final class Watched {
    final Person person = network.person();
    final String reference = network.consent(person).reference();
    final CountDownLatch disclosed = new CountDownLatch(DISCLOSURES);
    final AtomicLong last = new AtomicLong(-1);

    /** Asks until the revocation is told. */
    long read(int reader) {
      ExchangeRequest request = network.request(person.marketId(), network.reference(person));
      for (int i = reader; ; i++) {
        Answer<ExchangeAnswer> answer =
            nodes.get(i % nodes.size()).exchange(request, PartnerClient.newIdempotencyKey());
        if (answer instanceof Answer.Refused<ExchangeAnswer> refused) {
          assertEquals(ErrorCode.CONSENT_REVOKED, refused.problem().code());
          return Objects.requireNonNull(refused.problem().evidence()).index();
        }
        last.accumulateAndGet(answer.orThrow().evidence().index(), Math::max);
        disclosed.countDown();
      }
    }

    long revoke() throws InterruptedException {
      disclosed.await();
      return Objects.requireNonNull(
              person.client().revoke(reference).orThrow().evidence(), "a revocation leaves a leaf")
          .index();
    }
  }

  @Test
  void noDisclosureAtAnyNodeComesAfterTheRevocation() throws Exception {
    List<Watched> all = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      all.add(new Watched());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> refusals = new ArrayList<>();
      List<Future<Long>> revocations = new ArrayList<>();
      for (Watched one : all) {
        for (int reader = 0; reader < READERS; reader++) {
          int from = reader;
          refusals.add(threads.submit(() -> one.read(from)));
        }
        revocations.add(threads.submit(one::revoke));
      }
      for (int i = 0; i < PERSONS; i++) {
        long revoked = revocations.get(i).get();
        for (Future<Long> refusal : refusals.subList(i * READERS, (i + 1) * READERS)) {
          assertTrue(refusal.get() > revoked);
        }
        long last = all.get(i).last.get();
        assertTrue(last >= 0 && last < revoked, last + " is not before " + revoked);
      }
    }
  }
}
