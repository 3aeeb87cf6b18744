package dev.hefu.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestServer.Received;
import dev.hefu.client.TestServer.Reply;
import dev.hefu.client.token.ProofKey;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HefuClientTest {
  private static final Reply BUSY = problem(ErrorCode.OVERLOADED, Map.of("Retry-After", "2"));
  private static final Reply OK = Reply.json(200, "{\"reason\":\"done\",\"new\":1}");

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestClock clock = new TestClock();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Duration> waits = new ArrayList<>();
  private final FixedToken tokens = new FixedToken();
  private TestServer server;
  private HefuClient client;

  /** One token for ever. */
  private static final class FixedToken implements TokenSource {
    private final ProofKey key = ProofKey.generate();

    @Override
    public String token() {
      return "the-token";
    }

    @Override
    public ProofKey key() {
      return key;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    server.on("/v1/", request -> replies.remove());
    client = new HefuClient(http, server.url(), tokens, clock, waits::add);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void everyCallProvesThatTheKeyIsHeld() {
    replies.addAll(List.of(OK, OK));
    client.get("/v1/things?limit=3#part", Reason.class);
    client.post("/v1/things", new Reason("x"), Reason.class);
    Set<String> ids = new HashSet<>();
    for (Received request : server.received()) {
      CompactJws proof = CompactJws.parse(request.header("DPoP")).orElseThrow();
      ObjectNode claims = proof.claims().orElseThrow();
      assertEquals("dpop+jwt", proof.header().typ());
      assertTrue(proof.verify(proof.header().jwk().orElseThrow()));
      assertEquals(request.method(), claims.path("htm").asText());
      assertEquals(server.url() + "/v1/things", claims.path("htu").asText());
      assertEquals(Digests.base64("the-token"), claims.path("ath").asText());
      assertEquals(TestClock.START.getEpochSecond(), claims.path("iat").asLong());
      assertTrue(ids.add(claims.path("jti").asText()));
      assertEquals("DPoP the-token", request.header("Authorization"));
    }
    assertEquals(2, ids.size());
  }

  @Test
  void anAnswersUnknownMembersArePassedOver() {
    replies.add(OK);
    assertEquals(new Answer.Success<>(200, new Reason("done")), client.get("/v1/x", Reason.class));
  }

  @Test
  void aProblemIsAnAnswer() {
    replies.add(problem(ErrorCode.CONSENT_REVOKED, Map.of()));
    Answer<Reason> answer = client.get("/v1/x", Reason.class);
    Answer.Refused<Reason> refused = assertInstanceOf(Answer.Refused.class, answer);
    assertEquals(ErrorCode.CONSENT_REVOKED, refused.problem().code());
    IllegalStateException failed = assertThrows(IllegalStateException.class, answer::orThrow);
    assertTrue(failed.toString().contains("consent-revoked: "), failed.toString());
  }

  @Test
  void aBusyGatewayIsAskedAgainUnderTheSameKey() {
    replies.addAll(List.of(BUSY, BUSY, OK));
    Answer<Reason> answer =
        client.post("/v1/exchanges", new Reason("x"), "key-0000000000000001", Reason.class);
    assertInstanceOf(Answer.Success.class, answer);
    assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(2)), waits);
    Set<String> proofs = new HashSet<>();
    for (Received request : server.received()) {
      assertEquals("key-0000000000000001", request.header("Idempotency-Key"));
      assertEquals("{\"reason\":\"x\"}", request.text());
      assertTrue(proofs.add(request.header("DPoP")), "a proof was used twice");
    }
    assertEquals(3, proofs.size());
  }

  @Test
  void aBrokenConnectionIsAskedAgainUnderTheSameKey() {
    replies.addAll(List.of(new Reply(0, Map.of(), ""), OK));
    assertInstanceOf(
        Answer.Success.class,
        client.post("/v1/exchanges", new Reason("x"), "key-0000000000000001", Reason.class));
    assertEquals(1, waits.size());
  }

  @Test
  void whatIsNotSafeToRepeatIsNot() {
    replies.add(BUSY);
    assertInstanceOf(
        Answer.Refused.class, client.post("/v1/consents", new Reason("x"), Reason.class));
    replies.add(new Reply(0, Map.of(), ""));
    assertThrows(
        UncheckedIOException.class,
        () -> client.post("/v1/consents", new Reason("x"), Reason.class));
    assertEquals(List.of(), waits);
  }

  @Test
  void repeatsAreBounded() {
    for (int i = 0; i < HefuClient.MAX_ATTEMPTS; i++) {
      replies.add(BUSY);
    }
    assertInstanceOf(Answer.Refused.class, client.get("/v1/x", Reason.class));
    assertEquals(HefuClient.MAX_ATTEMPTS, server.received().size());
    assertEquals(HefuClient.MAX_ATTEMPTS - 1, waits.size());
  }

  @Test
  void noWaitIsLongerThanTheLimit() {
    replies.addAll(
        List.of(
            problem(ErrorCode.OVERLOADED, Map.of("Retry-After", "99999")),
            problem(ErrorCode.OVERLOADED, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")),
            problem(ErrorCode.OVERLOADED, Map.of()),
            OK));
    client.get("/v1/x", Reason.class);
    assertEquals(List.of(HefuClient.MAX_WAIT, HefuClient.MAX_WAIT, Duration.ofMillis(400)), waits);
  }

  @Test
  void whatIsNeitherMessageNorProblemIsBrokenInfrastructure() {
    for (Reply reply :
        List.of(
            Reply.html("<p>proxy</p>"),
            Reply.json(200, "{\"reason\":1,\"reason\":2}"),
            Reply.json(200, "{\"other\":1}"),
            Reply.json(400, "{}"))) {
      replies.add(reply);
      assertThrows(UncheckedIOException.class, () -> client.get("/v1/x", Reason.class));
    }
  }

  @Test
  void anEmptyAnswerIsASuccessToo() {
    replies.add(new Reply(204, Map.of(), ""));
    Answer<JsonNode> answer = client.delete("/v1/links/1");
    assertTrue(answer.orThrow().isMissingNode());
  }

  @Test
  void anyCallCanBeMadeByHand() {
    replies.add(OK);
    HttpAnswer answer =
        client.send(
            "POST",
            "/v1/events",
            new HefuClient.Body("application/x-ndjson", "{}\n".getBytes(StandardCharsets.UTF_8)),
            Map.of("X-Trace", "1"));
    assertEquals(200, answer.status());
    assertEquals("application/json", answer.mediaType());
    assertEquals(1, answer.attempts());
    assertEquals("application/x-ndjson", server.received().getFirst().header("Content-Type"));
    assertEquals("1", server.received().getFirst().header("X-Trace"));
  }

  private static Reply problem(ErrorCode code, Map<String, String> headers) {
    Problem problem = Problem.of(code, "Because.");
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", Problem.MEDIA_TYPE);
    return new Reply(
        code.status(), all, new String(MessageCodec.bytes(problem), StandardCharsets.UTF_8));
  }
}
