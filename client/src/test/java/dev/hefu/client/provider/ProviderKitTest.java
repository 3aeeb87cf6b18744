package dev.hefu.client.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestClock;
import dev.hefu.client.TestExchange;
import dev.hefu.client.TestServer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProviderKitTest {
  private static final PrivateKeySet PROVIDER = TestExchange.PROVIDER;
  private static final PrivateKeySet GATEWAY = TestExchange.GATEWAY;

  private final TestClock clock = new TestClock();
  private final List<RecordQuery> asked = Collections.synchronizedList(new ArrayList<>());
  private final ProviderKit kit =
      new ProviderKit(
          "wallet",
          Signer.of(PROVIDER),
          Verifier.of(GATEWAY.toPublic()),
          query -> {
            asked.add(query);
            return query.subject().equals("W-77") ? data() : Map.of();
          },
          clock);

  private static Map<String, ObjectNode> data() {
    ObjectNode methods = TestExchange.json();
    methods.putArray("preferredMethods").add("card").add("wallet");
    return Map.of(
        "payment.personal", methods,
        "payment.sensitive", TestExchange.json().put("creditBand", "B"),
        "contact.personal.last4", TestExchange.json().put("phone", "13012345678"),
        "identity.personal", TestExchange.json());
  }

  private static ObjectNode claims() {
    ObjectNode claims =
        TestExchange.json()
            .put("exchange", UUID.randomUUID().toString())
            .put("aud", "wallet")
            .put("consumer", "marketplace")
            .put("dataset", "payment-profile")
            .put("version", 1)
            .put("subject", "W-77")
            .put("iat", TestClock.START.getEpochSecond());
    claims.putArray("cells").add("payment.personal").add("identity.personal");
    return claims;
  }

  private static byte[] signed(ObjectNode claims) {
    return signed(claims, GATEWAY, ProviderKit.JWS_TYPE);
  }

  private static byte[] signed(ObjectNode claims, PrivateKeySet keys, String type) {
    return Signer.of(keys)
        .jws(type, CanonicalJson.bytes(claims))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static SignedRecord record(ProviderReply reply, ObjectNode claims) {
    String text = assertInstanceOf(ProviderReply.Signed.class, reply).text();
    RecordCheck check =
        SignedRecord.verify(
            text,
            Verifier.of(PROVIDER.toPublic()),
            "marketplace",
            claims.path("exchange").asText());
    return assertInstanceOf(RecordCheck.Valid.class, check).record();
  }

  @Test
  void aRecordIsForThisConsumerAndExchangeAlone() {
    ObjectNode claims = claims();
    SignedRecord record = record(kit.reply(signed(claims)), claims);
    assertEquals("wallet", record.header().issuer());
    assertEquals("payment-profile", record.header().dataset());
    assertEquals(Set.of("payment.personal"), record.cellNames());
    assertEquals(data().get("payment.personal"), record.cells().get("payment.personal"));
  }

  @Test
  void onlyAskedCellsAreSigned() {
    ObjectNode claims = claims();
    claims.putArray("cells").add("payment.sensitive").add("visit.personal");
    assertEquals(
        Set.of("payment.sensitive"), record(kit.reply(signed(claims)), claims).cellNames());
  }

  @Test
  void aMaskThatIsAskedForIsAllThatIsSigned() {
    ObjectNode claims = claims();
    claims.putArray("cells").add("contact.personal.last4#last4");
    SignedRecord record = record(kit.reply(signed(claims)), claims);
    assertEquals(
        Map.of("contact.personal.last4#last4", TestExchange.json().put("phone", "5678")),
        record.cells());
    assertEquals(List.of("contact.personal.last4"), asked.getFirst().cells());
  }

  @Test
  void aMaskThatFitsNothingLeavesTheCellOut() {
    ObjectNode claims = claims();
    claims.putArray("cells").add("contact.personal.last4#year").add("payment.personal#last4");
    assertEquals(Set.of(), record(kit.reply(signed(claims)), claims).cellNames());
  }

  @Test
  void twoVariantsOfOneCellOrAnUnknownMaskAreRefused() {
    ObjectNode claims = claims();
    claims.putArray("cells").add("contact.personal.last4").add("contact.personal.last4#last4");
    refused(kit.reply(signed(claims)), 400);
    claims.putArray("cells").add("contact.personal.last4#veil");
    refused(kit.reply(signed(claims)), 400);
  }

  @Test
  void anUnknownPersonIsARecordWithoutCells() {
    ObjectNode claims = claims().put("subject", "W-unknown");
    assertEquals(Set.of(), record(kit.reply(signed(claims)), claims).cellNames());
  }

  @Test
  void theDataIsAskedWithWhatTheGatewaySaid() {
    ObjectNode claims = claims();
    kit.reply(signed(claims));
    assertEquals(
        List.of(
            new RecordQuery(
                UUID.fromString(claims.path("exchange").asText()),
                "marketplace",
                "payment-profile",
                1,
                "W-77",
                List.of("payment.personal", "identity.personal"),
                RecordScope.ALL,
                TestClock.START)),
        asked);
  }

  @Test
  void theSourceLearnsWhichRecordsTheConsentCovers() {
    ObjectNode claims = claims();
    claims.putObject("range").put("from", "2026-01-01");
    claims.putObject("only").putArray("preferredMethods").add("card");
    kit.reply(signed(claims));
    assertEquals(
        new RecordScope(
            LocalDate.parse("2026-01-01"),
            null,
            List.of(
                new RecordScope.ValueFilter(
                    "payment-profile", "preferredMethods", List.of("card")))),
        asked.getFirst().scope());
    claims.putObject("range").put("until", "soon");
    assertEquals(400, ((ProviderReply.Refused) kit.reply(signed(claims))).status());
  }

  @ParameterizedTest
  @CsvSource({
    "exchange, not-a-uuid, 400",
    "exchange,, 400",
    "consumer,, 400",
    "subject,, 400",
    "dataset,, 400",
    "version,, 400",
    "version, 1, 400",
    "iat,, 400",
    "iat, now, 400",
    "aud, other, 401",
    "aud,, 401",
  })
  void aFaultyRequestIsRefused(String member, @Nullable String value, int status) {
    refused(
        kit.reply(signed(value == null ? without(member) : claims().put(member, value))), status);
  }

  private static ObjectNode without(String member) {
    ObjectNode claims = claims();
    claims.remove(member);
    return claims;
  }

  @Test
  void onlyTheGatewayMayAsk() {
    refused(kit.reply(signed(claims(), TestExchange.STRANGER, ProviderKit.JWS_TYPE)), 401);
    refused(kit.reply(signed(claims(), GATEWAY, "hefu-answer+jws")), 401);
    refused(kit.reply("not a JWS".getBytes(StandardCharsets.UTF_8)), 401);
    refused(kit.reply(new byte[ProviderKit.MAX_REQUEST_BYTES + 1]), 413);
  }

  @Test
  void anExchangeIsAnsweredOnce() {
    byte[] request = signed(claims());
    assertInstanceOf(ProviderReply.Signed.class, kit.reply(request));
    refused(kit.reply(request), 409);
    assertEquals(1, asked.size());
  }

  @Test
  void aRequestIsOfThisMinute() {
    byte[] request = signed(claims());
    clock.move(ProviderKit.WINDOW);
    assertInstanceOf(ProviderReply.Signed.class, kit.reply(signed(claims())));
    clock.move(Duration.ofSeconds(1));
    refused(kit.reply(request), 401);
    refused(kit.reply(signed(claims().put("iat", 9_007_199_254_740_991L))), 401);
    refused(kit.reply(signed(claims().put("iat", -9_007_199_254_740_991L))), 401);
    clock.move(ProviderKit.WINDOW.multipliedBy(-2).minusSeconds(1));
    assertInstanceOf(ProviderReply.Signed.class, kit.reply(signed(claims())));
    clock.move(Duration.ofSeconds(-1));
    refused(kit.reply(signed(claims())), 401);
  }

  @Test
  void aReplayIsRefusedForAsLongAsItsRequestIsGood() {
    ObjectNode early =
        claims().put("iat", TestClock.START.plus(ProviderKit.WINDOW).getEpochSecond());
    byte[] request = signed(early);
    assertInstanceOf(ProviderReply.Signed.class, kit.reply(request));
    clock.move(ProviderKit.WINDOW.multipliedBy(2));
    refused(kit.reply(request), 409);
    clock.move(Duration.ofSeconds(1));
    refused(kit.reply(request), 401);
  }

  @Test
  void memoryIsBoundedAndNothingIsForgottenEarly() {
    SeenExchanges seen = new SeenExchanges(Duration.ofSeconds(10), 2);
    UUID first = UUID.randomUUID();
    assertEquals(SeenExchanges.Sight.NEW, seen.add(first, TestClock.START));
    assertEquals(SeenExchanges.Sight.NEW, seen.add(UUID.randomUUID(), TestClock.START));
    assertEquals(SeenExchanges.Sight.FULL, seen.add(UUID.randomUUID(), TestClock.START));
    assertEquals(SeenExchanges.Sight.SEEN, seen.add(first, TestClock.START.plusSeconds(10)));
    assertEquals(SeenExchanges.Sight.NEW, seen.add(first, TestClock.START.plusSeconds(11)));
  }

  @Test
  void manyAskAtOnceAndOneIsAnswered() throws Exception {
    byte[] request = signed(claims());
    int answered = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<ProviderReply> ask = () -> kit.reply(request);
      for (Future<ProviderReply> reply : threads.invokeAll(Collections.nCopies(32, ask))) {
        answered += reply.get() instanceof ProviderReply.Signed ? 1 : 0;
      }
    }
    assertEquals(1, answered);
  }

  @Test
  void theEndpointSpeaksHttp() throws Exception {
    try (TestServer server = new TestServer();
        HttpClient http = HttpClient.newHttpClient()) {
      server.server().createContext(ProviderKit.PATH, new ProviderEndpoint(kit));
      URI url = server.url().resolve(ProviderKit.PATH);
      ObjectNode claims = claims();
      HttpResponse<String> answer =
          send(http, post(url, "application/jose; charset=us-ascii", signed(claims)));
      assertEquals(200, answer.statusCode());
      assertEquals(
          ProviderKit.RECORD_TYPE, answer.headers().firstValue("Content-Type").orElseThrow());
      record(new ProviderReply.Signed(answer.body()), claims);
      assertEquals(409, send(http, post(url, "application/jose", signed(claims))).statusCode());
      assertEquals(415, send(http, post(url, "text/plain", signed(claims))).statusCode());
      assertEquals(
          413,
          send(http, post(url, "application/jose", new byte[ProviderKit.MAX_REQUEST_BYTES + 1]))
              .statusCode());
      assertEquals(405, send(http, HttpRequest.newBuilder(url)).statusCode());
    }
  }

  private static HttpRequest.Builder post(URI url, String type, byte[] body) {
    return HttpRequest.newBuilder(url)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void refused(ProviderReply reply, int status) {
    ProviderReply.Refused refused = assertInstanceOf(ProviderReply.Refused.class, reply);
    assertEquals(status, refused.status(), refused.reason());
    assertTrue(refused.reason().length() > 3);
  }
}
