package dev.hefu.gateway.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.Answer;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.gateway.demo.partner.Access;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.schemas.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Calls with exactly the headers that are given, as no partner library would send them. */
final class BareCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI gateway;
  private final TokenSource tokens;

  BareCalls(Access access, Partner partner) {
    this.http = partner.http();
    this.gateway = access.address().url();
    this.tokens = partner.tokens();
  }

  String token() {
    return tokens.token();
  }

  /** A proof of possession for this call. */
  String proof(String method, String path) {
    return tokens.key().proof(method, url(path), tokens.token(), Instant.now());
  }

  /** The headers of a good call. */
  Map<String, String> signed(String method, String path) {
    return Map.of("Authorization", "DPoP " + tokens.token(), "DPoP", proof(method, path));
  }

  void succeeds(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(method, path, headers, "");
    StepFailed.unless(
        answer.statusCode() == 200, "%s %s answered %d", method, path, answer.statusCode());
  }

  void refused(ErrorCode expected, String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    refused(Set.of(expected), method, path, headers);
  }

  void refused(Set<ErrorCode> expected, String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    check(send(method, path, headers, ""), expected, method + " " + path);
  }

  /** A signed POST of a body that must be refused. */
  void refusedBody(ErrorCode expected, String path, String mediaType, String body)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(signed("POST", path));
    headers.put("Content-Type", mediaType);
    headers.put("Idempotency-Key", UUID.randomUUID().toString());
    check(send("POST", path, headers, body), Set.of(expected), "POST " + path);
  }

  /** Holds a refusal that came through the partner library against what was expected. */
  static void expect(Answer<?> answer, Set<ErrorCode> expected) {
    boolean holds =
        answer instanceof Answer.Refused<?> refused && expected.contains(refused.problem().code());
    StepFailed.unless(holds, "expected %s, came %s", expected, answer);
  }

  private static void check(HttpResponse<byte[]> answer, Set<ErrorCode> expected, String call) {
    String code =
        StrictJson.parse(answer.body())
            .map(problem -> problem.path("code"))
            .map(JsonNode::asText)
            .orElse("nothing readable");
    boolean holds =
        expected.stream()
            .anyMatch(each -> each.code().equals(code) && each.status() == answer.statusCode());
    StepFailed.unless(
        holds, "%s answered %d %s, expected %s", call, answer.statusCode(), code, expected);
  }

  private HttpResponse<byte[]> send(
      String method, String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).timeout(TIMEOUT);
    headers.forEach(request::header);
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    return http.send(
        request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private URI url(String path) {
    return URI.create(gateway + path);
  }
}
