package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.client.Answer;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.webhook.WebhookEndpoint;
import dev.hefu.client.webhook.WebhookKit;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.person.Use;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookBody;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scenarios of the guide ({@code docs/guide}), over the public API from the first registration
 * to the opened answer: S1 shopping and payment, S2 try in the shop and buy online.
 */
final class ScenariosTest {
  private static final ConsentGrant.Flags NO_SENSITIVE =
      new ConsentGrant.Flags(true, false, false, false);
  private static final ConsentGrant.Flags SENSITIVE =
      new ConsentGrant.Flags(true, true, false, false);

  private static TestNetwork network;
  private static Partner mall;
  private static Partner wallet;
  private static Partner store;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(ScenariosTest::walletsData);
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    wallet = network.wallet;
    mall = network.partner("mall-" + suffix, ParticipantKind.PLATFORM, ScenariosTest::mallsData);
    store = network.partner("store-" + suffix, ParticipantKind.STORE, ScenariosTest::storesData);
    publish(mall, "purchase-history", "browsing-interest");
    publish(store, "store-visit", "fitting");
    agree(wallet, mall, Purpose.RECOMMENDATION, "payment-profile");
    agree(mall, wallet, Purpose.RECOMMENDATION, "purchase-history");
    agree(mall, store, Purpose.SERVICE, "browsing-interest");
    agree(store, mall, Purpose.SERVICE, "store-visit", "fitting");
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Map<String, ObjectNode> walletsData(RecordQuery query) {
    return Map.of(
        "payment.sensitive",
        json("{\"merchantCategories\": [{\"category\": \"Coffee\", \"frequency\": \"WEEKLY\"}]}"),
        "payment.personal",
        json("{\"preferredMethods\": [\"wallet\"]}"));
  }

  private static Map<String, ObjectNode> mallsData(RecordQuery query) {
    return query.dataset().equals("browsing-interest")
        ? Map.of(
            "purchase.personal",
            json("{\"saved\": [{\"product\": \"Rain coat\", \"savedOn\": \"2026-02-20\"}]}"))
        : Map.of(
            "purchase.personal",
            json(
                """
                {"purchases": [{"date": "2026-02-03", "product": "Moka pot", "quantity": 1,
                  "channel": "web"}]}
                """),
            "contact.personal",
            json("{\"contact\": {\"phone\": \"13012345678\"}}"));
  }

  /** One of the shop's customers has a record with a member that its schema does not name. */
  private static Map<String, ObjectNode> storesData(RecordQuery query) {
    if (query.dataset().equals("fitting")) {
      return Map.of(
          "visit.personal",
          json(
              """
              {"tried": [{"product": "Rain coat", "size": "M", "triedOn": "2026-02-22",
                "fit": "FITS"}]}
              """),
          "identity.sensitive.band",
          json("{\"heightCm\": 172}"));
    }
    ObjectNode visit = json("{\"visits\": [{\"date\": \"2026-02-22\", \"reason\": \"TRY\"}]}");
    if (query.subject().startsWith("careless")) {
      visit.put("cameraImage", "secret-picture");
    }
    return Map.of(
        "visit.personal",
        visit,
        "location.personal.region",
        json("{\"area\": \"110105\"}"),
        "contact.personal.last4",
        json("{\"phone\": \"13012345678\"}"));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) StrictJson.trusted(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void publish(Partner provider, String... datasets) {
    for (String dataset : datasets) {
      ObjectNode schema = Dataset.builtIn(dataset, 1).orElseThrow().schema();
      provider.client().publish(new DatasetPublication(dataset, 1, schema)).orThrow();
    }
  }

  private static void agree(
      Partner provider, Partner consumer, Purpose purpose, String... datasets) {
    var proposed =
        provider
            .client()
            .propose(
                new SharingAgreementTerms(
                    provider.id(),
                    consumer.id(),
                    List.of(datasets).stream().map(name -> new DatasetVersion(name, 1)).toList(),
                    List.of(purpose),
                    Tier.PSEUDONYMOUS,
                    Instant.now().minusSeconds(60),
                    Instant.now().plus(Duration.ofDays(30)),
                    null))
            .orThrow();
    consumer.client().countersign(proposed).orThrow();
  }

  /** A person who is a customer of several participants and has linked them. */
  private record Customer(PersonClient client, String tag) {
    static Customer of(String tag, Partner... partners) {
      PersonLogin login =
          new PersonLogin(network.http, network.issuer, URI.create("http://127.0.0.1/signed-in"));
      PersonClient client =
          new PersonClient(
              network.calls(
                  login.register("person-" + UUID.randomUUID(), UUID.randomUUID() + "Aa1")));
      Customer customer = new Customer(client, tag + "-" + UUID.randomUUID());
      for (Partner partner : partners) {
        network.link(client, partner, customer.idAt(partner));
      }
      return customer;
    }

    String idAt(Partner partner) {
      return tag + "-" + partner.id().substring(0, 3);
    }

    ConsentView grants(
        Partner provider,
        Partner consumer,
        Purpose purpose,
        ConsentGrant.Flags flags,
        Category... categories) {
      return client
          .grant(
              new ConsentGrant(
                  List.of(provider.id()),
                  consumer.id(),
                  purpose,
                  List.of(categories),
                  Tier.PSEUDONYMOUS,
                  null,
                  Instant.now().plus(Duration.ofDays(7)),
                  ConsentGrant.Mode.PERIODIC,
                  null,
                  null,
                  30,
                  null,
                  null,
                  flags,
                  new NoticeReference("data-sharing", 1, "zh")))
          .orThrow();
    }
  }

  private static Answer<ExchangeAnswer> ask(ExchangeRequest request, Partner consumer) {
    return consumer.client().exchange(request, PartnerClient.newIdempotencyKey());
  }

  private static ExchangeRequest request(
      Customer customer, Partner provider, Partner consumer, String dataset, Purpose purpose) {
    return new ExchangeRequest(
        provider.id(), dataset, 1, purpose, Tier.PSEUDONYMOUS, customer.idAt(consumer), null);
  }

  /** The cells that the consumer gets, opened and verified with its own library. */
  private static Map<String, ObjectNode> cells(
      Customer customer, Partner provider, Partner consumer, String dataset, Purpose purpose) {
    ExchangeRequest request = request(customer, provider, consumer, dataset, purpose);
    OpenedAnswer opened =
        consumer.opener(network.gateway).open(request, ask(request, consumer).orThrow());
    return assertInstanceOf(OpenedAnswer.Verified.class, opened, opened::toString).cells();
  }

  @Test
  void s1TheMallKnowsThatThePersonPaysForCoffee() {
    Customer lin = Customer.of("lin", mall, wallet);
    lin.grants(wallet, mall, Purpose.RECOMMENDATION, SENSITIVE, Category.PAYMENT);
    Map<String, ObjectNode> cells =
        cells(lin, wallet, mall, "payment-profile", Purpose.RECOMMENDATION);
    assertEquals(Set.of("payment.personal", "payment.sensitive"), cells.keySet());
    assertEquals(
        "Coffee",
        cells
            .getOrDefault("payment.sensitive", json("{}"))
            .at("/merchantCategories/0/category")
            .asText());
  }

  @Test
  void s1WithoutTheSeparateConsentNothingSensitiveFlows() {
    Customer wei = Customer.of("wei", mall, wallet);
    wei.grants(wallet, mall, Purpose.RECOMMENDATION, NO_SENSITIVE, Category.PAYMENT);
    assertEquals(
        Set.of("payment.personal"),
        cells(wei, wallet, mall, "payment-profile", Purpose.RECOMMENDATION).keySet());
  }

  @Test
  void s1TheOtherWayNeedsAConsentOfItsOwn() {
    Customer mei = Customer.of("mei", mall, wallet);
    mei.grants(wallet, mall, Purpose.RECOMMENDATION, SENSITIVE, Category.PAYMENT);
    ExchangeRequest request =
        request(mei, mall, wallet, "purchase-history", Purpose.RECOMMENDATION);
    assertEquals(ErrorCode.NOT_PERMITTED, refusal(ask(request, wallet)));
    mei.grants(
        mall, wallet, Purpose.RECOMMENDATION, NO_SENSITIVE, Category.PURCHASE, Category.CONTACT);
    assertEquals(
        Set.of("purchase.personal"),
        cells(mei, mall, wallet, "purchase-history", Purpose.RECOMMENDATION).keySet(),
        "a phone number says who a person is");
  }

  @Test
  void s1TheMallIsToldOfTheEndErasesAndAcknowledges() throws Exception {
    Customer lin = Customer.of("lin", mall, wallet);
    ConsentView consent =
        lin.grants(wallet, mall, Purpose.RECOMMENDATION, SENSITIVE, Category.PAYMENT);
    String reference = mall.client().consents().orThrow().items().getFirst().reference();
    cells(lin, wallet, mall, "payment-profile", Purpose.RECOMMENDATION);
    BlockingQueue<WebhookBody.Data> erasures = new LinkedBlockingQueue<>();
    WebhookKit kit = new WebhookKit(mall.id(), network.gateway.publicKeys(), Clock.systemUTC());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/hefu/webhooks",
        new WebhookEndpoint(
            kit,
            told -> {
              mall.client().acknowledge(told).orThrow();
              erasures.add(told.body().data());
            }));
    server.start();
    try {
      URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      mall.client().receiveWebhooksAt(place.resolve("/hefu/webhooks")).orThrow();
      lin.client().revoke(consent.reference()).orThrow();
      WebhookBody.Data told = erasures.poll(1, TimeUnit.MINUTES);
      while (told != null && !told.consent().equals(reference)) {
        told = erasures.poll(1, TimeUnit.MINUTES);
      }
      WebhookBody.Duty duty = Objects.requireNonNull(told, "the mall was not told").duty();
      assertEquals(WebhookBody.Act.ERASE, Objects.requireNonNull(duty).act());
      ConsumerTold shown = lin.client().consent(consent.reference()).orThrow().consumerTold();
      assertEquals(Webhook.State.ACKNOWLEDGED, Objects.requireNonNull(shown).state());
      assertEquals(duty, shown.duty());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void s2StaffSeeWhatTheCustomerSavedOnline() {
    Customer lin = Customer.of("lin", mall, store);
    lin.grants(mall, store, Purpose.SERVICE, NO_SENSITIVE, Category.PURCHASE);
    assertEquals(
        "Rain coat",
        cells(lin, mall, store, "browsing-interest", Purpose.SERVICE)
            .getOrDefault("purchase.personal", json("{}"))
            .at("/saved/0/product")
            .asText());
  }

  @Test
  void s2TheVisitComesWithTheRegionOfTheShopAndNoNumber() {
    Customer lin = Customer.of("lin", mall, store);
    lin.grants(
        store,
        mall,
        Purpose.SERVICE,
        NO_SENSITIVE,
        Category.VISIT,
        Category.LOCATION,
        Category.CONTACT);
    Map<String, ObjectNode> cells = cells(lin, store, mall, "store-visit", Purpose.SERVICE);
    assertEquals(Set.of("visit.personal", "location.personal.region#region"), cells.keySet());
    assertEquals(json("{\"area\": \"110000\"}"), cells.get("location.personal.region#region"));
  }

  @Test
  void s2AFittingTellsTheBandOfABodyNeverItsMeasure() {
    Customer lin = Customer.of("lin", mall, store);
    lin.grants(store, mall, Purpose.SERVICE, SENSITIVE, Category.VISIT, Category.IDENTITY);
    Map<String, ObjectNode> cells = cells(lin, store, mall, "fitting", Purpose.SERVICE);
    assertEquals(Set.of("visit.personal", "identity.sensitive.band#band"), cells.keySet());
    assertEquals(json("{\"heightCm\": \"100-199\"}"), cells.get("identity.sensitive.band#band"));
  }

  @Test
  void s2WhatTheSchemaDoesNotNameIsDroppedAndAlarmed() throws Exception {
    Customer lin = Customer.of("careless", mall, store);
    lin.grants(store, mall, Purpose.SERVICE, NO_SENSITIVE, Category.VISIT, Category.LOCATION);
    assertEquals(
        Set.of("location.personal.region#region"),
        cells(lin, store, mall, "store-visit", Purpose.SERVICE).keySet());
    String metrics =
        network
            .http
            .send(
                HttpRequest.newBuilder(network.gateway.url().resolve("/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertTrue(metrics.contains("hefu_provider_cells_dropped_total"), metrics);
    assertFalse(metrics.contains("secret-picture") || metrics.contains("cameraImage"), metrics);
  }

  @Test
  void s2ThePersonSeesTheUseAndEndsIt() {
    Customer lin = Customer.of("lin", mall, store);
    ConsentView consent =
        lin.grants(store, mall, Purpose.SERVICE, NO_SENSITIVE, Category.VISIT, Category.LOCATION);
    cells(lin, store, mall, "store-visit", Purpose.SERVICE);
    Use use = lin.client().uses().orThrow().items().getFirst();
    assertEquals(
        Set.of("visit.personal", "location.personal.region#region"), Set.copyOf(use.cells()));
    lin.client().revoke(consent.reference()).orThrow();
    ExchangeRequest request = request(lin, store, mall, "store-visit", Purpose.SERVICE);
    assertEquals(ErrorCode.NOT_PERMITTED, refusal(ask(request, mall)));
  }

  private static ErrorCode refusal(Answer<ExchangeAnswer> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).problem().code();
  }
}
