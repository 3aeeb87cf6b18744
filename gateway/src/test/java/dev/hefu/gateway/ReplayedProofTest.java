package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.TokenSource;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whoever reads a call off the wire, token and proof and all, can do nothing with it at another
 * node under the same URL (RFC 9449, 11.1), whatever became of it at the first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("it needs a port that nobody takes")
final class ReplayedProofTest {
  private static final String EXCHANGES = "/v1/exchanges";
  private static final String REPLAYED = "401 proof-replayed";
  private static final int ROUNDS = 20;

  private TestNetwork network;
  private Person person;
  private Node one;
  private Node other;
  private Node forgetful;

  /** A node behind the one URL that all of them have. */
  private record Node(URI at, Gateway gateway) {}

  /** A call as it is on the wire. */
  private record Wire(String method, String path, String token, String proof) {}

  @BeforeAll
  void start() throws IOException {
    network = new TestNetwork(TestNetwork::card);
    person = network.person();
    network.consent(person);
    one = new Node(network.gateway.url(), network.gateway);
    other = node(new AdmissionFacts());
    forgetful = node(CarelessFacts.of(ReplayedProofTest::forgetting));
  }

  @AfterAll
  void stop() throws Exception {
    other.gateway().close();
    forgetful.gateway().close();
    network.close();
  }

  private Node node(FactsSource facts) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = network.environment().get(setting.variable());
      if (value != null) {
        given.put(setting, value);
      }
    }
    given.put(Setting.HTTP_PORT, Integer.toString(port));
    given.put(Setting.HTTP_PUBLIC_URL, network.gateway.url().toString());
    return new Node(URI.create("http://127.0.0.1:" + port), Gateway.start(Config.of(given), facts));
  }

  @Test
  void anExchangeIsNotRepeatedAtAnotherNode() throws Exception {
    Wire wire = wire("POST", EXCHANGES);
    assertEquals("200", send(one, wire, request()));
    long size = size();
    assertEquals(REPLAYED, send(other, wire, request()));
    assertEquals(REPLAYED, send(one, wire, request()));
    assertEquals(size, size(), "a replay leaves no leaf");
  }

  @Test
  void aCallThatWasRefusedBeforeAnyDecisionIsUsedUpToo() throws Exception {
    ExchangeRequest good = network.request(person);
    ExchangeRequest unknown =
        new ExchangeRequest(
            good.provider(),
            "no-such-dataset",
            good.version(),
            good.purpose(),
            good.tier(),
            good.subject(),
            good.consent());
    Wire wire = wire("POST", EXCHANGES);
    assertEquals("404 dataset-unknown", send(one, wire, MessageCodec.bytes(unknown)));
    assertEquals(REPLAYED, send(other, wire, request()));
    Wire malformed = wire("POST", EXCHANGES);
    assertEquals(
        "400 invalid-request", send(one, malformed, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
    assertEquals(REPLAYED, send(other, malformed, request()));
  }

  @Test
  void aReadIsNotRepeatedAtAnotherNode() throws Exception {
    Wire wire = wire("GET", "/v1/datasets");
    assertEquals("200", send(one, wire, new byte[0]));
    assertEquals(REPLAYED, send(other, wire, new byte[0]));
  }

  @Test
  void ofTwoAtTheSameMomentOneIsAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        Wire wire = wire("POST", EXCHANGES);
        List<Future<String>> answers = new ArrayList<>();
        for (Node node : List.of(one, other)) {
          answers.add(threads.submit(() -> send(node, wire, request())));
        }
        List<String> both = new ArrayList<>();
        for (Future<String> answer : answers) {
          both.add(answer.get());
        }
        assertEquals(List.of("200", REPLAYED), both.stream().sorted().toList());
      }
    }
  }

  @Test
  void controlANodeThatAsksNobodyAnswersAgain() throws Exception {
    Wire wire = wire("POST", EXCHANGES);
    assertEquals("200", send(one, wire, request()));
    assertEquals("200", send(forgetful, wire, request()));
  }

  private byte[] request() {
    return MessageCodec.bytes(network.request(person));
  }

  private Wire wire(String method, String path) {
    TokenSource tokens = network.market.tokens();
    String token = tokens.token();
    URI url = URI.create(network.gateway.url() + path);
    return new Wire(method, path, token, tokens.key().proof(method, url, token, Instant.now()));
  }

  private String send(Node node, Wire wire, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.at() + wire.path()))
            .header("Authorization", "DPoP " + wire.token())
            .header("DPoP", wire.proof());
    if (body.length == 0) {
      request.method(wire.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", PartnerClient.newIdempotencyKey())
          .method(wire.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    }
    HttpResponse<byte[]> answer =
        network.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    JsonNode json = StrictJson.trusted(answer.body());
    return answer.statusCode() + (json.has("code") ? " " + json.get("code").asText() : "");
  }

  private long size() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(one.at() + "/log/checkpoint")).build();
    String checkpoint = network.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Long.parseLong(checkpoint.lines().skip(1).findFirst().orElseThrow());
  }

  /** Knows of no proof that was taken. */
  private static Facts forgetting(Facts now) {
    return new Facts(
        now.now(),
        now.consents(),
        now.links(),
        now.agreements(),
        now.participants(),
        now.idempotency(),
        now.rules(),
        now.figures(),
        ProofFacts.NONE,
        now.approvals());
  }
}
