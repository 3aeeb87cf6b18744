package dev.hefu.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The identity provider of the network, as its discovery document describes it (OpenID Connect
 * Discovery). Safe for use by many threads.
 */
public final class Issuer {
  /** Two tokens of the largest kind fit many times. */
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  /** An issuer that takes longer is down. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A token is renewed so long before it ends: the length of a slow call. */
  private static final long RENEW_EARLY_SECONDS = 30;

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final HttpClient http;
  private final Clock clock;
  private final String name;
  private final URI tokenEndpoint;
  private final URI authorizationEndpoint;

  private Issuer(HttpClient http, Clock clock, JsonNode discovery) {
    this.http = http;
    this.clock = clock;
    this.name = discovery.required("issuer").textValue();
    this.tokenEndpoint = URI.create(discovery.required("token_endpoint").textValue());
    this.authorizationEndpoint =
        URI.create(discovery.required("authorization_endpoint").textValue());
  }

  /**
   * Reads the discovery document.
   *
   * @param issuer the issuer's identifier, such as {@code http://127.0.0.1:8081/realms/hefu}
   * @throws UncheckedIOException if it cannot be reached or answers no such document
   */
  public static Issuer discover(HttpClient http, URI issuer, Clock clock) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + DISCOVERY)).timeout(TIMEOUT).build();
    HttpResponse<byte[]> answer = send(http, request);
    if (answer.statusCode() != 200) {
      throw new UncheckedIOException(
          new IOException(issuer + " answered " + answer.statusCode() + " to discovery"));
    }
    return new Issuer(http, clock, json(answer.body()));
  }

  /** The issuer's identifier, which client assertions are addressed to. */
  String name() {
    return name;
  }

  URI authorizationEndpoint() {
    return authorizationEndpoint;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Asks the token endpoint.
   *
   * @throws TokenRefused if it gives no token
   */
  IssuedToken token(Map<String, String> form, ProofKey key) {
    Instant now = clock.instant();
    HttpRequest request =
        HttpRequest.newBuilder(tokenEndpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("DPoP", key.proof("POST", tokenEndpoint, null, now))
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    HttpResponse<byte[]> answer = send(http, request);
    JsonNode json = json(answer.body());
    if (answer.statusCode() != 200) {
      throw new TokenRefused(
          "%d %s: %s"
              .formatted(
                  answer.statusCode(),
                  json.path("error").asText("no error"),
                  json.path("error_description").asText("no description")));
    }
    if (!"DPoP".equalsIgnoreCase(json.path("token_type").asText())) {
      throw new TokenRefused("the issuer gave a token that is not bound to the key");
    }
    long life = Math.max(json.path("expires_in").asLong() - RENEW_EARLY_SECONDS, 0);
    return new IssuedToken(
        json.required("access_token").textValue(),
        now.plusSeconds(life),
        json.path("refresh_token").textValue());
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode json(byte[] body) {
    return switch (StrictJson.read(body, MAX_ANSWER_BYTES)) {
      case JsonReading.Value(JsonNode node) -> node;
      case JsonReading.Refused refused ->
          throw new UncheckedIOException(new IOException("the issuer: " + refused.detail()));
    };
  }

  private static HttpResponse<byte[]> send(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("the issuer at " + request.uri().getAuthority() + ": " + e, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
