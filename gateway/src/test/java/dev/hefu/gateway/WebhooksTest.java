package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.PartnerClient;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookBody.Act;
import dev.hefu.schemas.webhook.WebhookType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A consumer is told of what becomes of consents, acknowledges it, and the person sees both. */
final class WebhooksTest {
  private static TestNetwork network;
  private static WebhookReceiver receiver;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    receiver = new WebhookReceiver(network.market, network.gateway);
    network.market.client().receiveWebhooksAt(receiver.url()).orThrow();
  }

  @AfterAll
  static void stop() throws Exception {
    receiver.close();
    network.close();
  }

  @Test
  void aRevocationIsToldAcknowledgedAndShown() throws Exception {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    Instant before = Instant.now();
    network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey())
        .orThrow();
    person.client().revoke(consent.reference()).orThrow();

    ReceivedWebhook told = receiver.next().told();
    assertEquals(WebhookType.CONSENT_REVOKED, told.body().type());
    assertEquals(network.market.id(), told.body().data().participant());
    assertEquals(reference, told.body().data().consent());
    WebhookBody.Duty duty = told.body().data().duty();
    assertNotNull(duty);
    assertEquals(Act.ERASE, duty.act());
    // The consent's data life of thirty days from the one use, whose hour may have changed since.
    Instant by = before.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.HOURS);
    assertTrue(
        by.equals(duty.by()) || by.plus(1, ChronoUnit.HOURS).equals(duty.by()),
        () -> "erase by " + duty.by());

    ConsumerTold silent = told(person, consent);
    assertEquals(WebhookType.CONSENT_REVOKED, silent.type());
    assertEquals(duty, silent.duty());
    assertNull(silent.acknowledgedAt());

    Webhook acknowledged = network.market.client().acknowledge(told).orThrow();
    assertEquals(Webhook.State.ACKNOWLEDGED, acknowledged.state());
    assertNotNull(acknowledged.evidence());
    ConsumerTold shown = told(person, consent);
    assertEquals(Webhook.State.ACKNOWLEDGED, shown.state());
    assertNotNull(shown.deliveredAt());
    assertNotNull(shown.acknowledgedAt());
    assertSignedByTheMarket(told, String.valueOf(shown.acknowledgement()));
  }

  /** What the person is shown is verified with nothing but the consumer's public keys. */
  private static void assertSignedByTheMarket(ReceivedWebhook told, String acknowledgement) {
    JwsCheck check =
        Verifier.of(network.market.keys().toPublic())
            .jws(acknowledgement, WebhookAcknowledgement.JWS_TYPE);
    String signed =
        new String(
            CanonicalJson.bytes(WebhookAcknowledgement.document(told.id(), told.bodyDigest())),
            StandardCharsets.UTF_8);
    assertEquals(
        signed,
        check instanceof JwsCheck.Valid(String kid, byte[] payload)
            ? new String(payload, StandardCharsets.UTF_8)
            : check.toString());
  }

  private static ConsumerTold told(Person person, ConsentView consent) {
    ConsumerTold told = person.client().consent(consent.reference()).orThrow().consumerTold();
    assertNotNull(told);
    return told;
  }
}
