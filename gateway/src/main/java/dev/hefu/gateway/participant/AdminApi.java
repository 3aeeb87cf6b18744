package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Keycloak's Admin REST API of one realm, as {@code hefu-provisioner}. */
final class AdminApi implements AutoCloseable {
  private static final String CLIENT = "hefu-provisioner";

  /** A client is made in 50 ms; a busy Keycloak on a small machine takes seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final URI tokens;
  private final String base;
  private final String secret;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  AdminApi(URI realm, String secret) {
    String url = realm.toString();
    int name = url.lastIndexOf("/realms/");
    if (name < 0) {
      throw new IllegalArgumentException("not the URL of a realm: " + url);
    }
    this.tokens = URI.create(url + "/protocol/openid-connect/token");
    this.base = url.substring(0, name) + "/admin" + url.substring(name);
    this.secret = secret;
  }

  /** An answer of any status. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Answer(int status, byte[] body) {
    boolean succeeded() {
      return status >= OK && status < MULTIPLE_CHOICES;
    }

    /** Says that this answer was not expected; what Keycloak says of errors holds no secret. */
    ProvisioningFailed unexpected(String doing) {
      String text = new String(body, StandardCharsets.UTF_8);
      return new ProvisioningFailed(
          "Keycloak answered %d to %s: %s"
              .formatted(status, doing, text.substring(0, Math.min(text.length(), 300))),
          null);
    }
  }

  Answer get(String path) {
    return expected(send(authorised(path).GET()), "GET " + path);
  }

  void put(String path, JsonNode body) {
    expected(send(json(path).PUT(BodyPublishers.ofByteArray(StrictJson.bytes(body)))), "PUT");
  }

  /** The answer whatever its status, for the caller to judge. */
  Answer post(String path, JsonNode body) {
    return send(json(path).POST(BodyPublishers.ofByteArray(StrictJson.bytes(body))));
  }

  void delete(String path) {
    expected(send(authorised(path).DELETE()), "DELETE");
  }

  private static Answer expected(Answer answer, String doing) {
    if (!answer.succeeded()) {
      throw answer.unexpected(doing);
    }
    return answer;
  }

  private HttpRequest.Builder json(String path) {
    return authorised(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder authorised(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token());
  }

  /** A token for one call: registrations are rare, and a kept token could be revoked meanwhile. */
  private String token() {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(CLIENT, URLEncoder.encode(secret, StandardCharsets.UTF_8));
    Answer answer =
        expected(
            send(
                HttpRequest.newBuilder(tokens)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form))),
            "signing in as " + CLIENT);
    return StrictJson.parse(answer.body())
        .map(json -> json.path("access_token").textValue())
        .orElseThrow(() -> answer.unexpected("signing in as " + CLIENT));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException away) {
      throw new ProvisioningFailed("Keycloak cannot be reached: " + away, away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ProvisioningFailed("interrupted while waiting for Keycloak", interrupted);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
