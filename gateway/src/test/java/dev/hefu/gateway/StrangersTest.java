package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is somebody else's does not exist: every operation that names something of a person. */
final class StrangersTest {
  private static final Map<String, String> IDS = new HashMap<>();
  private static final Map<String, HefuClient> CALLERS = new HashMap<>();
  private static final String EXCHANGES = "/v1/exchanges";

  private static TestNetwork network;
  private static Partner rival;
  private static Person lin;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    rival = network.partner("rival-" + network.market.id(), ParticipantKind.PLATFORM, null);
    lin = network.person();
    CALLERS.put("lin", network.calls(lin.tokens()));
    CALLERS.put("wu", network.calls(network.person().tokens()));
    CALLERS.put("market", network.market.calls());
    CALLERS.put("wallet", network.wallet.calls());
    CALLERS.put("rival", rival.calls());
    IDS.put("lin's consent", network.consent(lin).reference());
    IDS.put("market's consent", network.reference(lin));
    IDS.put(
        "lin's link",
        lin.client().links().orThrow().items().stream().map(Link::id).findFirst().orElseThrow());
    attested();
    asked();
    key = PartnerClient.newIdempotencyKey();
    exchanged();
  }

  private static void attested() {
    ConsentGrant grant =
        network.grant(
            network.wallet, Purpose.SERVICE, new ConsentGrant.Flags(true, false, false, false));
    ConsentView attested =
        network
            .wallet
            .client()
            .attest(new ConsentAttestation(lin.walletId(), grant, "e".repeat(43)))
            .orThrow();
    IDS.put("wallet's consent", attested.reference());
  }

  private static void asked() {
    String path =
        network
            .market
            .client()
            .requestConsent(network.grant(ConsentGrant.Mode.PERIODIC))
            .orThrow()
            .url()
            .getPath();
    String token = path.substring(path.lastIndexOf('/') + 1);
    IDS.put("lin's token", token);
    IDS.put("lin's request", lin.client().open(token).orThrow().reference());
  }

  /** Under terms that have it approved: its exchange is then both a receipt and an approval. */
  private static void exchanged() {
    PartnerClient wallet = network.wallet.client();
    wallet.terminate(network.sharing.id()).orThrow();
    network
        .market
        .client()
        .countersign(wallet.propose(ApprovalsTest.approved(network.sharing.terms())).orThrow())
        .orThrow();
    HttpAnswer refused = exchange(network.market, key);
    String text = refused.text();
    assertTrue(text.contains("\"approval-needed\""), text);
    IDS.put("market's exchange", text.replaceFirst("(?s).*\"exchange\":\"([^\"]+)\".*", "$1"));
  }

  private static HttpAnswer exchange(Partner consumer, String idempotencyKey) {
    return consumer
        .calls()
        .send(
            "POST",
            EXCHANGES,
            new HefuClient.Body(
                "application/json",
                MessageCodec.bytes(network.request(lin.marketId(), IDS.get("market's consent")))),
            Map.of("Idempotency-Key", idempotencyKey));
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/http/strangers.csv",
      delimiter = ';',
      quoteCharacter = '`',
      useHeadersInDisplayName = true)
  void whatIsAnothersIsNot(
      String name, String caller, String method, String path, @Nullable String body, String whose) {
    HefuClient calls = Objects.requireNonNull(CALLERS.get(caller));
    String theirs = Objects.requireNonNull(IDS.get(whose));
    String told = told(calls, method, path.replace("{}", theirs), body);
    assertEquals(told(calls, method, path.replace("{}", invented(theirs)), body), told);
    assertTrue(told.startsWith(path.contains("cursor") ? "200 " : "404 "), told);
    assertEquals(-1, told.indexOf(theirs), told);
  }

  /** Of the same form. */
  private static String invented(String id) {
    return id.contains("-") ? UUID.randomUUID().toString() : "a".repeat(id.length());
  }

  private static String told(HefuClient calls, String method, String path, @Nullable String body) {
    HefuClient.Body sent =
        body == null
            ? null
            : new HefuClient.Body("application/json", body.getBytes(StandardCharsets.UTF_8));
    return told(calls.send(method, path, sent, Map.of()));
  }

  private static String told(HttpAnswer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(Set.of("date", "ratelimit"));
    return answer.status() + " " + headers + " " + answer.text();
  }

  /** Whoever links another account is not given away by what rested on the one before. */
  @Test
  void anotherAccountIsNotTiedToTheOneBefore() {
    Person person = network.person();
    network.consent(person);
    String reference = network.reference(person);
    assertEquals(person.marketId(), marketsIdOf(reference));
    person
        .client()
        .links()
        .orThrow()
        .items()
        .forEach(link -> person.client().unlink(link.id()).orThrow());
    network.link(person.client(), network.market, "m-" + UUID.randomUUID());
    assertNull(marketsIdOf(reference));
  }

  private static @Nullable String marketsIdOf(String reference) {
    return network.market.client().consent(reference).orThrow().subject();
  }

  /** The key under which somebody else asked is as good as a new one. */
  @Test
  void anothersIdempotencyKeyIsNew() {
    assertEquals(
        withoutEvidence(exchange(rival, PartnerClient.newIdempotencyKey())),
        withoutEvidence(exchange(rival, key)));
  }

  private static String withoutEvidence(HttpAnswer answer) {
    return answer.status() + answer.text().replaceFirst("\"exchange\".*", "");
  }

  /** A look that asks for the reference only, and not for whose it is. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlAReceiptForWhoeverNamesItIsNoticed(@TempDir Path folder) throws Exception {
    Mutant open =
        Mutant.of(
            folder,
            "evidence/EvidenceLog.java",
            "        .and(DISCLOSURE.CONSUMER.eq(consumer))\n        .and(DISCLOSURE.KIND",
            "        .and(DISCLOSURE.KIND");
    try (NodeProcess node = open.node(network)) {
      HefuClient calls = network.calls(rival.tokens(), node.url());
      String exchange = Objects.requireNonNull(IDS.get("market's exchange"));
      assertNotEquals(
          told(calls, "GET", "/v1/receipts/" + invented(exchange), null),
          told(calls, "GET", "/v1/receipts/" + exchange, null));
    }
  }
}
