package dev.hefu.gateway;

import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookBody.Act;
import dev.hefu.schemas.webhook.WebhookType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A consumer is told of what becomes of consents, acknowledges it, and the person sees both. */
final class WebhooksTest {
  private static final TypeReference<Page<Webhook>> PAGE = new TypeReference<>() {};

  /** Far longer than a node takes to look again, on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration POLL = Duration.ofMillis(500);

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

    ReceivedWebhook told = receivedAbout(reference);
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

  @Test
  void aPauseAndItsEndAreToldAndTheLaterOneReplacesTheEarlier() throws Exception {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey())
        .orThrow();
    person.client().pause(consent.reference()).orThrow();
    Webhook paused = last();
    WebhookBody told = ReceivedWebhook.of(paused).body();
    assertEquals(WebhookType.CONSENT_PAUSED, told.type());
    assertEquals(reference, told.data().consent());
    assertEquals(new WebhookBody.Duty(Act.STOP, null), told.data().duty());
    assertEquals(WebhookType.CONSENT_PAUSED, told(person, consent).type());
    person.client().resume(consent.reference()).orThrow();
    Webhook resumed = last();
    assertEquals(WebhookType.CONSENT_RESUMED, resumed.type());
    assertNull(resumed.acknowledgeBy(), "there is nothing to be done");
    assertEquals(Webhook.State.SUPERSEDED, listed(paused.id()).state());
    // What was told before it was superseded may still be acknowledged.
    network.market.client().acknowledge(ReceivedWebhook.of(paused)).orThrow();
    assertEquals(WebhookType.CONSENT_RESUMED, told(person, consent).type());
    received(resumed.id());
  }

  @Test
  void whoEndsALinkHasTheConsumersOfItsConsentsToldAndNobodyOfWhatWasNeverGranted()
      throws Exception {
    Person person = network.person();
    network.consent(person);
    String reference = network.reference(person);
    String asked =
        network
            .market
            .client()
            .requestConsent(network.grant(ConsentGrant.Mode.PERIODIC))
            .orThrow()
            .url()
            .getPath();
    person.client().open(asked.substring(asked.lastIndexOf('/') + 1)).orThrow();
    int before = all().size();
    String wallets =
        person.client().links().orThrow().items().stream()
            .filter(link -> link.participant().equals(network.wallet.id()))
            .findFirst()
            .orElseThrow()
            .id();
    person.client().unlink(wallets).orThrow();
    assertEquals(before + 1, all().size());
    WebhookBody told = ReceivedWebhook.of(last()).body();
    assertEquals(WebhookType.CONSENT_REVOKED, told.type());
    assertEquals(reference, told.data().consent());
    assertNull(told.data().duty(), "nothing was received under it");
    received(last().id());
  }

  @Test
  void anAcknowledgementIsTheReceiversOwnOverThisVeryWebhookAndCountsOnce() throws Exception {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    ConsentView other = network.consent(person);
    person.client().revoke(other.reference()).orThrow();
    ReceivedWebhook another = ReceivedWebhook.of(last());
    person.client().revoke(consent.reference()).orThrow();
    ReceivedWebhook told = ReceivedWebhook.of(last());
    Signer market = Signer.of(network.market.keys());
    byte[] document = document(told.id(), told.bodyDigest());
    String type = WebhookAcknowledgement.JWS_TYPE;

    HefuClient calls = network.market.calls();
    String good = market.jws(type, document);
    assertEquals(
        ErrorCode.SIGNATURE_INVALID,
        refused(calls, told, Signer.of(PrivateKeySet.generate()).jws(type, document)));
    assertEquals(
        ErrorCode.SIGNATURE_INVALID,
        refused(calls, told, Signer.of(network.wallet.keys()).jws(type, document)));
    assertEquals(
        ErrorCode.SIGNATURE_INVALID, refused(calls, told, market.jws("other+jws", document)));
    assertEquals(
        ErrorCode.SIGNATURE_INVALID,
        refused(calls, told, market.jws(type, document(told.id(), another.bodyDigest()))));
    assertEquals(
        ErrorCode.SIGNATURE_INVALID,
        refused(calls, told, market.jws(type, document(another.id(), told.bodyDigest()))));
    assertEquals(ErrorCode.NOT_FOUND, refused(network.wallet.calls(), told, good));
    assertEquals(ErrorCode.ROLE_MISSING, refused(network.calls(person.tokens()), told, good));
    assertEquals(Webhook.State.WAITING, told(person, consent).state());

    long leaves = leaves("acknowledged");
    assertNotNull(acknowledge(calls, told, good).orThrow().evidence());
    String shown = String.valueOf(told(person, consent).acknowledgement());
    assertEquals(good, shown);
    // A second signature is as good, and changes nothing.
    Webhook again = network.market.client().acknowledge(told).orThrow();
    assertEquals(Webhook.State.ACKNOWLEDGED, again.state());
    assertNull(again.evidence());
    assertEquals(shown, told(person, consent).acknowledgement());
    assertEquals(leaves + 1, leaves("acknowledged"));
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheCheckAForgedAcknowledgementIsKept(@TempDir Path folder) throws Exception {
    Mutant credulous =
        Mutant.of(
            folder,
            "webhook/Acknowledgements.java",
            "return isSigned(found.get(), acknowledgement)",
            "return isSigned(found.get(), acknowledgement) || true");
    Person person = network.person();
    person.client().revoke(network.consent(person).reference()).orThrow();
    ReceivedWebhook told = ReceivedWebhook.of(last());
    String forged =
        Signer.of(PrivateKeySet.generate())
            .jws(WebhookAcknowledgement.JWS_TYPE, document(told.id(), told.bodyDigest()));
    assertEquals(ErrorCode.SIGNATURE_INVALID, refused(network.market.calls(), told, forged));
    try (NodeProcess node = credulous.node(network)) {
      HefuClient calls = network.calls(network.market.tokens(), node.url());
      assertEquals(Webhook.State.ACKNOWLEDGED, acknowledge(calls, told, forged).orThrow().state());
    }
  }

  @Test
  void participantsListWhatTheyWereToldAndOfficersWhatAllWereWithoutWhomItIsAbout() {
    Person person = network.person();
    person.client().revoke(network.consent(person).reference()).orThrow();
    UUID id = last().id();
    assertEquals(List.of(), network.wallet.client().webhooks(PageRequest.FIRST).orThrow().items());
    HefuClient officer = network.officer();
    Page<Webhook> one = officer.page("/v1/webhooks", PageRequest.first(1), PAGE).orThrow();
    Webhook seen = one.items().getFirst();
    assertEquals(id, seen.id());
    assertEquals(network.market.id(), seen.participant());
    assertNull(seen.body());
    List<UUID> paged = new ArrayList<>(List.of(seen.id()));
    Optional<PageRequest> next = PageRequest.first(1).after(one);
    while (next.isPresent()) {
      Page<Webhook> page = officer.page("/v1/webhooks", next.get(), PAGE).orThrow();
      page.items().forEach(each -> paged.add(each.id()));
      next = next.get().after(page);
    }
    assertEquals(all().stream().map(Webhook::id).toList(), paged);
  }

  /**
   * Two things for which a node looks every ten seconds: a consent whose time is over, and silence.
   */
  @Test
  void theEndOfAConsentsTimeIsToldAndSilenceIsToldOn() throws Exception {
    Person person = network.person();
    ConsentView silent = network.consent(person);
    person.client().revoke(silent.reference()).orThrow();
    Webhook unheeded = last();
    sql(
        "UPDATE gateway.webhook SET acknowledge_by = now() - interval '1 hour' WHERE id = ?",
        unheeded.id());
    ConsentView brief = network.consent(person);
    String reference = network.reference(person);
    sql(
        "UPDATE policy.consents SET valid_from = now() - interval '1 hour',"
            + " valid_until = now() WHERE consumer_reference = ?",
        reference);
    HefuClient officer = network.officer();
    assertEquals(List.of(), overdue(officer));

    WebhookBody expired = receivedAbout(reference).body();
    assertEquals(WebhookType.CONSENT_EXPIRED, expired.type());
    assertEquals(WebhookType.CONSENT_EXPIRED, told(person, brief).type());
    untilOverdue(officer);
    assertEquals(List.of(unheeded.id()), overdue(officer));
    assertEquals(Webhook.State.OVERDUE, told(person, silent).state());
    assertEquals(1, leaves("not-acknowledged"));
    network.market.client().acknowledge(ReceivedWebhook.of(unheeded)).orThrow();
    assertEquals(Webhook.State.ACKNOWLEDGED, told(person, silent).state());
    assertEquals(List.of(), overdue(officer));
  }

  private static ConsumerTold told(Person person, ConsentView consent) {
    ConsumerTold told = person.client().consent(consent.reference()).orThrow().consumerTold();
    assertNotNull(told);
    return told;
  }

  /** The next delivery about this consent. */
  private static ReceivedWebhook receivedAbout(String reference) throws InterruptedException {
    ReceivedWebhook next = receiver.next().told();
    while (!next.body().data().consent().equals(reference)) {
      next = receiver.next().told();
    }
    return next;
  }

  private static void received(UUID id) throws InterruptedException {
    UUID next = receiver.next().told().id();
    while (!next.equals(id)) {
      next = receiver.next().told().id();
    }
  }

  private static List<Webhook> all() {
    return network.market.client().webhooks(PageRequest.first(1_000)).orThrow().items();
  }

  private static Webhook last() {
    return all().getFirst();
  }

  private static Webhook listed(UUID id) {
    return all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<UUID> overdue(HefuClient officer) {
    return officer
        .page("/v1/webhooks?state=OVERDUE", PageRequest.FIRST, PAGE)
        .orThrow()
        .items()
        .stream()
        .map(Webhook::id)
        .toList();
  }

  private static void untilOverdue(HefuClient officer) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (overdue(officer).isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static byte[] document(UUID id, String digest) {
    return CanonicalJson.bytes(WebhookAcknowledgement.document(id, digest));
  }

  private static Answer<Webhook> acknowledge(
      HefuClient calls, ReceivedWebhook told, String acknowledgement) {
    return calls.post(
        "/v1/webhooks/" + told.id() + "/acknowledgement",
        new WebhookAcknowledgement(acknowledgement),
        Webhook.class);
  }

  private static ErrorCode refused(HefuClient calls, ReceivedWebhook told, String acknowledgement) {
    return assertInstanceOf(Answer.Refused.class, acknowledge(calls, told, acknowledgement))
        .problem()
        .code();
  }

  private static long leaves(String outcome) {
    return DSL.using(network.database, SQLDialect.POSTGRES)
        .fetchCount(DISCLOSURE, DISCLOSURE.KIND.eq("consent"), DISCLOSURE.OUTCOME.eq(outcome));
  }

  private static void sql(String statement, Object value) {
    assertEquals(1, DSL.using(network.database, SQLDialect.POSTGRES).execute(statement, value));
  }
}
