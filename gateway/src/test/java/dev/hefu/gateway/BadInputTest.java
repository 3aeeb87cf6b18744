package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.token.ProofKey;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.message.Problem;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input on every endpoint: its typed problem, as the contract documents it, and not one leaf
 * more than before.
 */
final class BadInputTest {
  /** Operations that need a key of the caller's. */
  private static final Set<String> KEYED = Set.of("exchange", "figure");

  private static final Contract CONTRACT = Contract.load();

  private static TestNetwork network;
  private static TokenSource person;
  private static HefuClient officer;
  private long leaves;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
    officer = network.officer();
    person =
        new PersonLogin(network.http, network.issuer, URI.create("http://127.0.0.1/signed-in"))
            .register("person-" + UUID.randomUUID(), UUID.randomUUID() + "Aa1");
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @BeforeEach
  void count() throws Exception {
    leaves = size();
  }

  @AfterEach
  void nothingChanged() throws Exception {
    assertEquals(leaves, size(), "a bad request changed the log");
  }

  private static long size() throws Exception {
    String note =
        network
            .http
            .send(
                HttpRequest.newBuilder(network.gateway.url().resolve("/log/checkpoint")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return Checkpoint.verified(note, network.gateway.logKey()).orElseThrow().size();
  }

  static Stream<String> withJson() {
    return CONTRACT.operations().stream()
        .filter(
            operation ->
                operation.body() instanceof Operation.Body body
                    && body.mediaTypes().contains("application/json"))
        .map(Operation::id);
  }

  static Stream<String> guarded() {
    return CONTRACT.operations().stream().filter(operation -> !operation.open()).map(Operation::id);
  }

  private static HttpAnswer send(String id, String mediaType, String body) {
    Operation operation = CONTRACT.operation(id);
    return calls(operation)
        .send(
            operation.method(),
            path(operation),
            new HefuClient.Body(mediaType, body.getBytes(StandardCharsets.UTF_8)),
            KEYED.contains(id)
                ? Map.of("Idempotency-Key", UUID.randomUUID().toString())
                : Map.of());
  }

  private static String path(Operation operation) {
    return operation.path().replaceAll("\\{[^}]+}", "00000000-0000-4000-8000-000000000000");
  }

  private static HefuClient calls(Operation operation) {
    if (operation.roles().contains("participant") || operation.roles().isEmpty()) {
      return network.market.calls();
    }
    if (operation.roles().contains("compliance-officer")) {
      return officer;
    }
    return operation.roles().contains("subject") ? network.calls(person) : network.operatorCalls;
  }

  private static void expect(ErrorCode code, String id, HttpAnswer answer) {
    JsonNode body = StrictJson.trusted(answer.body());
    assertEquals(code.code(), body.path("code").textValue(), () -> id + ": " + body);
    assertEquals(code.status(), answer.status(), id);
    assertEquals(Problem.MEDIA_TYPE, answer.mediaType(), id);
    assertNotNull(body.path("remedy").textValue(), id);
    assertEquals(List.of(), CONTRACT.answer(id, answer.status(), answer.mediaType(), body), id);
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void whatIsNotJson(String id) {
    expect(ErrorCode.MALFORMED_JSON, id, send(id, "application/json", "{\"a\": "));
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void aMemberTwice(String id) {
    expect(ErrorCode.MALFORMED_JSON, id, send(id, "application/json", "{\"a\":1,\"a\":2}"));
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void aMemberThatIsNotKnown(String id) {
    expect(ErrorCode.INVALID_REQUEST, id, send(id, "application/json", "{\"surprise\":1}"));
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void anotherMediaType(String id) {
    expect(ErrorCode.UNSUPPORTED_MEDIA_TYPE, id, send(id, "text/csv", "a,b"));
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void moreThanTheLimit(String id) {
    int limit = Objects.requireNonNull(CONTRACT.operation(id).body()).maxBytes();
    String padding = " ".repeat(limit);
    expect(ErrorCode.TOO_LARGE, id, send(id, "application/json", "{" + padding + "}"));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void noTokenAtAll(String id) throws Exception {
    Operation operation = CONTRACT.operation(id);
    expect(ErrorCode.TOKEN_MISSING, id, bare(operation, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void aTokenThatIsNotBoundToAProof(String id) throws Exception {
    Operation operation = CONTRACT.operation(id);
    String token = network.market.tokens().token();
    expect(
        ErrorCode.TOKEN_NOT_BOUND, id, bare(operation, Map.of("Authorization", "Bearer " + token)));
  }

  @Test
  void aProofForAnotherAddress() throws Exception {
    Operation operation = CONTRACT.operation("listDatasets");
    expect(ErrorCode.PROOF_INVALID, operation.id(), proven(operation, "/v1/consents", "GET"));
    expect(ErrorCode.PROOF_INVALID, operation.id(), proven(operation, "/v1/datasets", "POST"));
  }

  @Test
  void aProofTwice() throws Exception {
    Operation operation = CONTRACT.operation("listDatasets");
    Map<String, String> headers = headers("/v1/datasets", "GET");
    assertEquals(200, bare(operation, headers).status());
    expect(ErrorCode.PROOF_REPLAYED, operation.id(), bare(operation, headers));
  }

  @Test
  void aRoleThatTheCallerDoesNotHave() {
    HttpAnswer answer =
        network
            .market
            .calls()
            .send(
                "POST",
                "/v1/participants",
                new HefuClient.Body("application/json", "{}".getBytes(StandardCharsets.UTF_8)),
                Map.of());
    expect(ErrorCode.ROLE_MISSING, "registerParticipant", answer);
  }

  /** One call with every fault; each row mends the first one, and the next in the table shows. */
  @ParameterizedTest
  @CsvSource({
    "not-found, DELETE, /v1/nowhere, text/csv, too-large, nobody",
    "method-not-allowed, DELETE, /v1/participants, text/csv, too-large, nobody",
    "too-large, POST, /v1/participants, text/csv, too-large, nobody",
    "unsupported-media-type, POST, /v1/participants, text/csv, broken, nobody",
    "token-missing, POST, /v1/participants, application/json, broken, nobody",
    "token-not-bound, POST, /v1/participants, application/json, broken, bearer",
    "role-missing, POST, /v1/participants, application/json, broken, market",
    "malformed-json, POST, /v1/participants, application/json, broken, operator",
    "invalid-request, POST, /v1/participants, application/json, unknown, operator"
  })
  void theFirstOfTheTableIsAnswered(
      String code, String method, String path, String type, String body, String caller)
      throws Exception {
    String text =
        switch (body) {
          case "too-large" -> "{" + " ".repeat(1 << 20);
          case "broken" -> "{\"surprise\": ";
          default -> "{\"surprise\":1}";
        };
    HttpAnswer answer =
        switch (caller) {
          case "market" -> sent(network.market.calls(), method, path, type, text);
          case "operator" -> sent(network.operatorCalls, method, path, type, text);
          default -> {
            HttpRequest.Builder request =
                HttpRequest.newBuilder(network.gateway.url().resolve(path))
                    .header("Content-Type", type)
                    .method(method, HttpRequest.BodyPublishers.ofString(text));
            if (caller.equals("bearer")) {
              request.header("Authorization", "Bearer " + network.market.tokens().token());
            }
            yield answer(request.build());
          }
        };
    assertEquals(code, StrictJson.trusted(answer.body()).path("code").textValue());
  }

  private static HttpAnswer sent(
      HefuClient calls, String method, String path, String type, String text) {
    return calls.send(
        method, path, new HefuClient.Body(type, text.getBytes(StandardCharsets.UTF_8)), Map.of());
  }

  @Test
  void aDatasetThatNobodyPublishes() {
    String body =
        """
        {"provider":"%s","dataset":"weather","version":1,"purpose":"recommendation",\
        "tier":"PSEUDONYMOUS","subject":"m-1"}\
        """
            .formatted(network.wallet.id());
    expect(ErrorCode.DATASET_UNKNOWN, "exchange", send("exchange", "application/json", body));
  }

  private static Map<String, String> headers(String path, String method) {
    TokenSource tokens = network.market.tokens();
    String token = tokens.token();
    ProofKey key = tokens.key();
    return Map.of(
        "Authorization",
        "DPoP " + token,
        "DPoP",
        key.proof(method, network.gateway.url().resolve(path), token, Instant.now()));
  }

  private static HttpAnswer proven(Operation operation, String path, String method)
      throws Exception {
    return bare(operation, headers(path, method));
  }

  /** A call with these headers and nothing else; with a body of the right type where one is due. */
  private static HttpAnswer bare(Operation operation, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(network.gateway.url().resolve(path(operation)));
    headers.forEach(request::header);
    if (operation.body() == null) {
      request.method(operation.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", operation.body().mediaTypes().iterator().next())
          .method(operation.method(), HttpRequest.BodyPublishers.ofString("{}"));
    }
    return answer(request.build());
  }

  private static HttpAnswer answer(HttpRequest request) throws Exception {
    HttpResponse<byte[]> answer =
        network.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new HttpAnswer(
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        answer.headers(),
        answer.body(),
        1);
  }
}
