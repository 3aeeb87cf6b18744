package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the issuer for its keys: discovery (OpenID Connect Discovery 4) names the issuer and the
 * path of the keys. Only the configured host is asked, whatever discovery says, and redirects are
 * not followed, so that a forged document cannot bring in foreign keys.
 */
final class KeySetRequest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int OK = 200;

  private final IdentitySettings settings;
  private final Door door;

  KeySetRequest(IdentitySettings settings, Door door) {
    this.settings = settings;
    this.door = door;
  }

  /** What the issuer answered. */
  sealed interface Answer {
    /** Its keys, of the kinds that we take. */
    record Keys(PublicKeySet keys) implements Answer {}

    /** Nothing usable; one clause for the log. */
    record Failed(String reason) implements Answer {}
  }

  Answer send() {
    URI place = URI.create(settings.url() + DISCOVERY);
    OutboundAnswer answer = get(place);
    Optional<ObjectNode> discovery = body(answer).flatMap(StrictJson::object);
    if (discovery.isEmpty()) {
      return new Answer.Failed("no discovery document at " + place + ": " + answer.reason());
    }
    String issuer = discovery.get().path("issuer").textValue();
    if (!settings.issuer().toString().equals(issuer)) {
      return new Answer.Failed("discovery is of another issuer than " + settings.issuer());
    }
    return keys(discovery.get().path("jwks_uri").asText(""));
  }

  private Answer keys(String address) {
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
    OutboundAnswer answer = get(URI.create(host + path));
    Optional<byte[]> body = body(answer);
    if (body.isEmpty()) {
      return new Answer.Failed("no key set at " + path + ": " + answer.reason());
    }
    return switch (PublicKeySet.parse(body.get())) {
      case KeySetCheck.Valid(PublicKeySet keys) -> new Answer.Keys(keys);
      case KeySetCheck.Invalid(String reason) -> new Answer.Failed(reason);
    };
  }

  private OutboundAnswer get(URI address) {
    return door.send(OutboundRequest.get(address, TIMEOUT, PublicKeySet.MAX_BYTES));
  }

  private static Optional<byte[]> body(OutboundAnswer answer) {
    return answer instanceof OutboundAnswer.Answered(int status, var mediaType, byte[] body)
            && status == OK
        ? Optional.of(body)
        : Optional.empty();
  }
}
