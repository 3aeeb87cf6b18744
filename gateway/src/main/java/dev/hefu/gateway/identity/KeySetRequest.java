package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the issuer for its keys: discovery (OpenID Connect Discovery 4) names the issuer and the
 * path of the keys. Only the configured host is asked, whatever discovery says, and redirects are
 * not followed, so that a forged document cannot bring in foreign keys.
 */
final class KeySetRequest implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int OK = 200;

  private final IdentitySettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  KeySetRequest(IdentitySettings settings) {
    this.settings = settings;
  }

  /** What the issuer answered. */
  sealed interface Answer {
    /** Its keys, of the kinds that we take. */
    record Keys(PublicKeySet keys) implements Answer {}

    /** Nothing usable; one clause for the log. */
    record Failed(String reason) implements Answer {}
  }

  Answer send() {
    try {
      Optional<ObjectNode> discovery =
          get(URI.create(settings.url() + DISCOVERY)).flatMap(StrictJson::object);
      if (discovery.isEmpty()) {
        return new Answer.Failed("no discovery document at " + settings.url() + DISCOVERY);
      }
      String issuer = discovery.get().path("issuer").textValue();
      if (!settings.issuer().toString().equals(issuer)) {
        return new Answer.Failed("discovery is of another issuer than " + settings.issuer());
      }
      return keys(discovery.get().path("jwks_uri").asText(""));
    } catch (IOException away) {
      return new Answer.Failed(away.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("interrupted");
    }
  }

  private Answer keys(String address) throws IOException, InterruptedException {
    String path;
    try {
      path = URI.create(address).getRawPath();
    } catch (IllegalArgumentException malformed) {
      return new Answer.Failed("jwks_uri is no URI");
    }
    if (path == null || !path.startsWith("/")) {
      return new Answer.Failed("jwks_uri has no path");
    }
    // Joined as text: resolving a path that starts with two slashes would lead to another host.
    String host = settings.url().getScheme() + "://" + settings.url().getRawAuthority();
    Optional<byte[]> body = get(URI.create(host + path));
    if (body.isEmpty()) {
      return new Answer.Failed("no key set at " + path);
    }
    return switch (PublicKeySet.parse(body.get())) {
      case KeySetCheck.Valid(PublicKeySet keys) -> new Answer.Keys(keys);
      case KeySetCheck.Invalid(String reason) -> new Answer.Failed(reason);
    };
  }

  /** The body of a 200 of at most as many bytes as a key set may have; empty for anything else. */
  private Optional<byte[]> get(URI address) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
    HttpResponse<InputStream> answer = client.send(get, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(PublicKeySet.MAX_BYTES + 1);
      return answer.statusCode() == OK && bytes.length <= PublicKeySet.MAX_BYTES
          ? Optional.of(bytes)
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
