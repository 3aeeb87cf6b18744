package dev.hefu.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestServer.Received;
import dev.hefu.client.TestServer.Reply;
import dev.hefu.client.token.ClientTokens;
import dev.hefu.client.token.Issuer;
import dev.hefu.client.token.TestIssuer;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.ContractCheck;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call is one of the contract, checked by a server that answers its examples. */
final class MessagesTest {
  private static final Contract CONTRACT = Contract.load();
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestClock clock = new TestClock();
  private final Set<String> called = new HashSet<>();
  private TestServer server;
  private PartnerClient partner;
  private PersonClient person;
  private OperatorClient operator;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    Issuer issuer = new TestIssuer(server).discovered(http, clock);
    server.on("/v1/", this::answer);
    HefuClient client =
        new HefuClient(
            http,
            URI.create(server.url() + "/"),
            new ClientTokens(issuer, "marketplace", Signer.of(KEYS)),
            clock);
    partner = new PartnerClient(client, Signer.of(KEYS));
    person = new PersonClient(client);
    operator = new OperatorClient(client);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  /** Checks the request against the contract and answers its success's example. */
  private Reply answer(Received request) {
    Operation operation =
        CONTRACT.operations().stream()
            .filter(candidate -> candidate.method().equals(request.method()))
            .filter(candidate -> matches(candidate.path(), request.url().getPath()))
            .findFirst()
            .orElseThrow();
    called.add(operation.id());
    Operation.Body body = operation.body();
    if (body != null && request.body().length > 0) {
      String type = request.header("Content-Type");
      if (!body.mediaTypes().contains(type)
          || (type.equals("application/json")
              && CONTRACT.request(operation.id(), request.body())
                  instanceof ContractCheck.Invalid<JsonNode>)) {
        return Reply.json(500, "\"not as agreed: " + operation.id() + "\"");
      }
    }
    int status = operation.answers().keySet().iterator().next();
    String message = status == 204 ? "" : example(operation.id(), status);
    return new Reply(status, Map.of("Content-Type", "application/json"), message);
  }

  private static boolean matches(String template, String path) {
    return path.matches(template.replaceAll("\\{\\w+}", "[^/]+"));
  }

  private static String example(String operation, int status) {
    for (JsonNode path : CONTRACT.document().path("paths")) {
      for (JsonNode method : path) {
        if (method.path("operationId").asText().equals(operation)) {
          String schema =
              method.at("/responses/" + status + "/content/application~1json/schema/$ref").asText();
          String name = schema.substring(schema.lastIndexOf('/') + 1);
          return name.endsWith("Page")
              ? "{\"items\": [" + item(name.replaceAll("Page$", "")) + "], \"next\": \"c1\"}"
              : example(name);
        }
      }
    }
    throw new AssertionError(operation);
  }

  /** What stands in a page is sometimes named otherwise than the page. */
  private static String item(String page) {
    return switch (page) {
      case "Consent" -> example("ConsentView");
      case "Statement" -> example("StatementSummary");
      default -> example(page);
    };
  }

  private static String example(String schema) {
    return tree(schema).toString();
  }

  private static JsonNode tree(String schema) {
    return CONTRACT.document().at("/components/schemas/" + schema + "/examples/0");
  }

  private static <T> T message(String schema, Class<T> type) {
    return MessageCodec.request(tree(schema), type);
  }

  @Test
  void everythingAPartnerSaysIsAsAgreed() {
    partner.participant("wallet").orThrow();
    partner.publish(message("DatasetPublication", DatasetPublication.class)).orThrow();
    assertEquals("c1", partner.datasets("wallet").orThrow().next());
    partner.propose(terms()).orThrow();
    SharingAgreement proposed = partner.sharingAgreement("a1").orThrow();
    partner.countersign(proposed).orThrow();
    partner.terminate("a1").orThrow();
    assertEquals(1, partner.consents().orThrow().items().size());
    partner
        .exchange(
            message("ExchangeRequest", ExchangeRequest.class), PartnerClient.newIdempotencyKey())
        .orThrow();
    partner.receipt(new TestExchange().exchange).orThrow();
    assertEquals(2, partner.send(List.of(tree("EventBatch").get(0))).orThrow().size());
    partner.propose((ObjectNode) tree("RevenueAgreement").path("document")).orThrow();
    RevenueAgreement revenue = partner.revenueAgreement("r1").orThrow();
    partner.countersign(revenue).orThrow();
    partner.statements(YearMonth.of(2026, 6)).orThrow();
    partner.statement("1a3f").orThrow();
    partner.explain("77").orThrow();
    assertEquals(17, called.size(), called.toString());
  }

  @Test
  void everythingAPersonSaysIsAsAgreed() {
    person.requestLink("marketplace").orThrow();
    person.completeLink(tree("LinkCompletion").path("linkToken").asText()).orThrow();
    person.links().orThrow();
    person.unlink("l1").orThrow();
    person.notice("recommendation", "zh").orThrow();
    person.grant(message("ConsentGrant", ConsentGrant.class)).orThrow();
    person.consents().orThrow();
    person.pause(TestExchange.CONSENT).orThrow();
    person.resume(TestExchange.CONSENT).orThrow();
    person.revoke(TestExchange.CONSENT).orThrow();
    person.uses().orThrow();
    assertEquals(11, called.size(), called.toString());
  }

  @Test
  void everythingAnOperatorSaysIsAsAgreed() {
    operator.register(message("ParticipantRegistration", ParticipantRegistration.class)).orThrow();
    operator.suspend("wallet", "key lost").orThrow();
    operator.resume("wallet").orThrow();
    operator.close("r1", YearMonth.of(2026, 6)).orThrow();
    assertEquals(4, called.size(), called.toString());
  }

  @Test
  void agreementsAreSignedOverTheirCanonicalBytes() {
    partner.propose(terms()).orThrow();
    JsonNode sent = StrictJson.trusted(server.received().getLast().body());
    JwsCheck check =
        Verifier.of(KEYS.toPublic())
            .jws(sent.path("signature").asText(), SharingAgreementTerms.JWS_TYPE);
    assertEquals(
        CanonicalJson.text(sent.path("terms")),
        new String(
            assertInstanceOf(JwsCheck.Valid.class, check).payload(), StandardCharsets.UTF_8));
  }

  @Test
  void aProvidersKeysAreKeptForAMinute() {
    ProviderKeys keys = new ProviderKeys(partner, clock);
    assertTrue(keys.apply("wallet").isPresent());
    assertTrue(keys.apply("wallet").isPresent());
    assertEquals(1, reads());
    clock.move(ProviderKeys.KEPT.minus(Duration.ofMillis(1)));
    keys.apply("wallet");
    assertEquals(1, reads());
    clock.move(Duration.ofMillis(1));
    keys.apply("wallet");
    assertEquals(2, reads());
  }

  private long reads() {
    return server.received().stream()
        .filter(request -> request.url().getPath().equals("/v1/participants/wallet"))
        .count();
  }

  @Test
  void aLinkTokenEndsWithItsRequest() {
    URI gateway = URI.create("http://127.0.0.1:8080/");
    LinkNonce nonce = new LinkNonce("shop-1", "n-1", TestClock.START.plusSeconds(90));
    assertEquals(90, life(LinkTokens.issue(Signer.of(KEYS), "S-1", gateway, nonce, START)));
    LinkNonce later = new LinkNonce("shop-1", "n-1", TestClock.START.plusSeconds(9000));
    assertEquals(600, life(LinkTokens.issue(Signer.of(KEYS), "S-1", gateway, later, START)));
  }

  private static final Instant START = TestClock.START;

  private static long life(String token) {
    JwsCheck check = Verifier.of(KEYS.toPublic()).jws(token, "hefu-link+jwt");
    JsonNode claims = StrictJson.trusted(assertInstanceOf(JwsCheck.Valid.class, check).payload());
    assertEquals("shop-1", claims.path("iss").asText());
    assertEquals("S-1", claims.path("sub").asText());
    assertEquals("http://127.0.0.1:8080", claims.path("aud").asText());
    assertEquals("n-1", claims.path("nonce").asText());
    return claims.path("exp").asLong() - claims.path("iat").asLong();
  }

  private static SharingAgreementTerms terms() {
    return message("SharingAgreementTerms", SharingAgreementTerms.class);
  }
}
