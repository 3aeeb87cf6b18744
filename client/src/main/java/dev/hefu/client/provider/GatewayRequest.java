package dev.hefu.client.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What a provider checks of any request before it looks at what is asked: that the gateway signed
 * it, for this provider, within this minute.
 */
sealed interface GatewayRequest {
  /** How far the gateway's clock and ours may be apart, and how long a request may travel. */
  Duration WINDOW = Duration.ofSeconds(60);

  /** The end of the year 9999. */
  long MAX_SECONDS = 253_402_300_799L;

  /** It is one. */
  record Accepted(JsonNode claims, UUID exchange, Instant askedAt) implements GatewayRequest {}

  /** It is none. */
  record Refused(ProviderReply.Refused reply) implements GatewayRequest {}

  /** A request in its signed form. */
  static GatewayRequest of(
      byte[] request, int maxBytes, String type, Verifier gateway, String provider, Instant now) {
    if (request.length > maxBytes) {
      return refused(413, request.length + " bytes are over the limit of " + maxBytes);
    }
    return switch (gateway.jws(new String(request, StandardCharsets.US_ASCII), type)) {
      case JwsCheck.Invalid(String reason) -> refused(401, reason);
      case JwsCheck.Valid valid ->
          switch (StrictJson.read(valid.payload(), maxBytes)) {
            case JsonReading.Refused refused -> refused(400, refused.detail());
            case JsonReading.Value(JsonNode claims) -> of(claims, provider, now);
          };
    };
  }

  private static GatewayRequest of(JsonNode claims, String provider, Instant now) {
    if (!provider.equals(claims.path("aud").textValue())) {
      return refused(401, "the request is for another provider");
    }
    JsonNode iat = claims.path("iat");
    if (!iat.isIntegralNumber() || !iat.canConvertToLong()) {
      return refused(400, "version and iat are whole numbers");
    }
    UUID exchange;
    try {
      exchange = UUID.fromString(text(claims, "exchange"));
    } catch (IllegalArgumentException e) {
      return refused(400, String.valueOf(e.getMessage()));
    }
    Instant askedAt = Instant.ofEpochSecond(Math.clamp(iat.longValue(), 0, MAX_SECONDS));
    return Duration.between(askedAt, now).abs().compareTo(WINDOW) > 0
        ? refused(401, "the request is not from this minute")
        : new Accepted(claims, exchange, askedAt);
  }

  /**
   * A text member.
   *
   * @throws IllegalArgumentException if there is none
   */
  static String text(JsonNode claims, String name) {
    String text = claims.path(name).textValue();
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  /**
   * The dataset's version.
   *
   * @throws IllegalArgumentException if there is none
   */
  static int version(JsonNode claims) {
    JsonNode version = claims.path("version");
    if (!version.canConvertToInt()) {
      throw new IllegalArgumentException("version and iat are whole numbers");
    }
    return version.intValue();
  }

  private static Refused refused(int status, String reason) {
    return new Refused(new ProviderReply.Refused(status, reason));
  }
}
