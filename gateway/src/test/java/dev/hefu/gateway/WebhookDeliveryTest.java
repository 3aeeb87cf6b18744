package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.PageRequest;
import dev.hefu.client.PersonClient;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.WebhookReceiver.Mode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.webhook.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Webhooks reach receivers that misbehave as soon as they behave again, once each from two nodes,
 * and whichever node dies; the person who revokes waits for none of it.
 */
final class WebhookDeliveryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  /** A consumer of its own with the place where it receives. */
  private record Receiving(Partner partner, WebhookReceiver receiver) implements AutoCloseable {
    static Receiving begin() throws Exception {
      Partner partner =
          network.partner(
              "told-" + UUID.randomUUID().toString().substring(0, 8), ParticipantKind.BRAND, null);
      Receiving receiving = new Receiving(partner, new WebhookReceiver(partner, network.gateway));
      partner.client().receiveWebhooksAt(receiving.receiver().url()).orThrow();
      return receiving;
    }

    /** A consent of a new person, which they revoke at this client of theirs. */
    void revoked() {
      Person person = network.stranger();
      revoked(person, person.client());
    }

    void revoked(Person person, PersonClient at) {
      network.link(person.client(), partner, "t-" + UUID.randomUUID());
      network.link(person.client(), network.wallet, person.walletId());
      ConsentView consent = person.client().grant(network.grantFor(partner)).orThrow();
      at.revoke(consent.reference()).orThrow();
    }

    List<Webhook> all() {
      return partner.client().webhooks(PageRequest.first(1_000)).orThrow().items();
    }

    Webhook only() {
      assertEquals(1, all().size());
      return all().getFirst();
    }

    /** The only one, once it was tried and failed. */
    Webhook failed() {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (only().failure() == null && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      return only();
    }

    /** The only one, once it was delivered. */
    Webhook delivered() {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (only().deliveredAt() == null && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      return only();
    }

    @Override
    public void close() {
      receiver.close();
    }
  }

  /** The pause of everything that failed is over. */
  private static void pauseIsOver() {
    DSL.using(network.database, SQLDialect.POSTGRES)
        .execute(
            "UPDATE gateway.webhook SET next_attempt_at = now()"
                + " WHERE next_attempt_at IS NOT NULL AND failure IS NOT NULL");
  }

  @Test
  void aReceiverThatFailsIsToldAgainUnderTheSameId() throws Exception {
    try (Receiving receiving = Receiving.begin()) {
      receiving.receiver().become(Mode.FAIL);
      receiving.revoked();
      ReceivedWebhook first = receiving.receiver().next().told();
      assertEquals("it answered 500", receiving.failed().failure());
      receiving.receiver().become(Mode.TAKE);
      // The first pause is five seconds at most: nobody helps here.
      assertEquals(first, receiving.receiver().next().told());
      Webhook delivered = receiving.delivered();
      assertEquals(2, delivered.attempts());
      assertEquals(Webhook.State.DELIVERED, delivered.state());
    }
  }

  @Test
  void aReceiverThatHangsIsGivenUpAndDelaysNobody() throws Exception {
    try (Receiving hanging = Receiving.begin();
        Receiving quick = Receiving.begin()) {
      hanging.receiver().become(Mode.HANG);
      for (int i = 0; i < 10; i++) {
        hanging.revoked();
      }
      hanging.receiver().next().told();
      quick.revoked();
      quick.receiver().next().told();
      assertNotNull(quick.delivered().deliveredAt());
      assertEquals(
          List.of(), hanging.all().stream().filter(one -> one.deliveredAt() != null).toList());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (hanging.all().stream().noneMatch(one -> one.failure() != null)
          && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      assertTrue(
          hanging.all().stream().anyMatch(one -> "it took longer than 10 s".equals(one.failure())));
    }
  }

  @Test
  void noRedirectIsFollowedAndNoMoreIsReadThanNeeded() throws Exception {
    try (Receiving receiving = Receiving.begin();
        Receiving elsewhere = Receiving.begin()) {
      receiving.receiver().redirectTo(elsewhere.receiver().url());
      receiving.revoked();
      assertEquals("it answered 307", receiving.failed().failure());
      receiving.receiver().become(Mode.FLOOD);
      pauseIsOver();
      receiving.receiver().next();
      receiving.receiver().next();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while ("it answered 307".equals(receiving.only().failure()) && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      assertEquals("its answer was larger than 16384 bytes", receiving.only().failure());
      assertEquals(0, elsewhere.receiver().count());
    }
  }

  @Test
  void anAddressThatMustNotBeCalledIsNotAndNothingIsLost() throws Exception {
    try (Receiving receiving = Receiving.begin()) {
      receiving
          .partner()
          .client()
          .receiveWebhooksAt(URI.create("http://10.0.0.1/hefu/webhooks"))
          .orThrow();
      receiving.revoked();
      assertEquals("its address was not found or must not be called", receiving.failed().failure());
      assertEquals(0, receiving.receiver().count());
      // A place that may be called is used at once for what was not taken.
      receiving.partner().client().receiveWebhooksAt(receiving.receiver().url()).orThrow();
      assertEquals(receiving.only().id(), receiving.receiver().next().told().id());
    }
  }

  @Test
  void aReceiverThatDiesIsToldWhenItComesBack() throws Exception {
    try (Receiving receiving = Receiving.begin()) {
      receiving.receiver().die();
      receiving.revoked();
      assertEquals("it could not be reached", receiving.failed().failure());
      receiving.receiver().comeBack();
      pauseIsOver();
      assertEquals(receiving.only().id(), receiving.receiver().next().told().id());
      assertNotNull(receiving.delivered().deliveredAt());
    }
  }

  @Test
  void twoNodesDeliverEachOnceAndWhatADeadOneHadToTellIsToldByTheOther() throws Exception {
    try (Receiving receiving = Receiving.begin();
        NodeProcess other =
            NodeProcess.start(network.environment(), TestNode.Facts.UNDER_THE_LOCK, List.of())) {
      List<Person> persons = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Person person = network.stranger();
        persons.add(person);
        receiving.revoked(
            person,
            i % 2 == 0
                ? person.client()
                : new PersonClient(network.calls(person.tokens(), other.url())));
      }
      for (int i = 0; i < persons.size(); i++) {
        receiving.receiver().next().told();
      }
      // Revoked at a node that is killed before it could tell it.
      Person last = network.stranger();
      receiving.revoked(last, new PersonClient(network.calls(last.tokens(), other.url())));
      other.kill();
      receiving.receiver().next().told();
      List<Webhook> all = receiving.all();
      assertEquals(persons.size() + 1, all.size());
      for (Webhook one : all) {
        assertEquals(1, receiving.receiver().times(one.id()), one::toString);
      }
    }
  }
}
