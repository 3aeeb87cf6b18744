package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Keycloak's Admin REST API of one realm, as {@code hefu-provisioner}. */
final class AdminApi {
  private static final String CLIENT = "hefu-provisioner";

  /** A client is made in 50 ms; a busy Keycloak on a small machine takes seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A client of ours with all its keys and mappers is 5 KiB. */
  private static final int MAX_BYTES = 256 << 10;

  private static final byte[] NOTHING = {};
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final URI tokens;
  private final String base;
  private final String secret;
  private final Door door;

  AdminApi(Door door, URI realm, String secret) {
    String url = realm.toString();
    int name = url.lastIndexOf("/realms/");
    if (name < 0) {
      throw new IllegalArgumentException("not the URL of a realm: " + url);
    }
    this.tokens = URI.create(url + "/protocol/openid-connect/token");
    this.base = url.substring(0, name) + "/admin" + url.substring(name);
    this.secret = secret;
    this.door = door;
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
    return expected(send("GET", path, NOTHING), "GET " + path);
  }

  void put(String path, JsonNode body) {
    expected(send("PUT", path, StrictJson.bytes(body)), "PUT");
  }

  /** The answer whatever its status, for the caller to judge. */
  Answer post(String path, JsonNode body) {
    return send("POST", path, StrictJson.bytes(body));
  }

  void delete(String path) {
    expected(send("DELETE", path, NOTHING), "DELETE");
  }

  private static Answer expected(Answer answer, String doing) {
    if (!answer.succeeded()) {
      throw answer.unexpected(doing);
    }
    return answer;
  }

  private Answer send(String method, String path, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("authorization", "Bearer " + token());
    if (body.length > 0) {
      headers.put("content-type", "application/json");
    }
    return send(
        new OutboundRequest(method, URI.create(base + path), headers, body, TIMEOUT, MAX_BYTES));
  }

  /** A token for one call: registrations are rare, and a kept token could be revoked meanwhile. */
  private String token() {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(CLIENT, URLEncoder.encode(secret, StandardCharsets.UTF_8));
    Answer answer =
        expected(
            send(
                OutboundRequest.post(
                    tokens,
                    "application/x-www-form-urlencoded",
                    form.getBytes(StandardCharsets.US_ASCII),
                    TIMEOUT,
                    MAX_BYTES)),
            "signing in as " + CLIENT);
    return StrictJson.parse(answer.body())
        .map(json -> json.path("access_token").textValue())
        .orElseThrow(() -> answer.unexpected("signing in as " + CLIENT));
  }

  private Answer send(OutboundRequest request) {
    OutboundAnswer answer = door.send(request);
    if (answer instanceof OutboundAnswer.Answered(int status, var mediaType, byte[] body)) {
      return new Answer(status, body);
    }
    throw new ProvisioningFailed("Keycloak cannot be reached: " + answer.reason(), null);
  }
}
