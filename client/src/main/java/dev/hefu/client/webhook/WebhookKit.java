package dev.hefu.client.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.WebhookSignature;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads webhooks: only those are told that the gateway signed, for this participant, within these
 * minutes. A webhook may come more than once, each time with the same id; whoever does twice what
 * must be done once remembers the ids. Safe for use by many threads.
 */
public final class WebhookKit {
  /** A webhook is far smaller; a larger body is refused unread. */
  public static final int MAX_BYTES = 64 * 1024;

  /**
   * How old a delivery may be, and how far the clocks apart: what Standard Webhooks libraries take.
   */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  private final String participant;
  private final PublicKeySet gateway;
  private final Clock clock;

  /**
   * @param participant the own id, to whom they must be told
   * @param gateway the gateway's public keys
   */
  public WebhookKit(String participant, PublicKeySet gateway, Clock clock) {
    this.participant = participant;
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Reads one delivery.
   *
   * @param header gives the value of a request's header, or null if it has none
   * @param body as it was received, to the byte
   */
  public WebhookReading read(Function<String, @Nullable String> header, byte[] body) {
    String id = header.apply("webhook-id");
    String timestamp = header.apply("webhook-timestamp");
    String signature = header.apply("webhook-signature");
    if (id == null || timestamp == null || signature == null) {
      return refused(400, "webhook-id, webhook-timestamp and webhook-signature are needed");
    }
    if (body.length > MAX_BYTES) {
      return refused(413, body.length + " bytes are over the limit of " + MAX_BYTES);
    }
    if (!WebhookSignature.verify(gateway, id, timestamp, body, signature)) {
      return refused(401, "no key of the gateway made this signature over this id, time and body");
    }
    if (!isFresh(timestamp)) {
      return refused(401, "the delivery is not from these " + WINDOW.toMinutes() + " minutes");
    }
    return switch (StrictJson.read(body, MAX_BYTES)) {
      case JsonReading.Refused malformed -> refused(400, malformed.detail());
      case JsonReading.Value(JsonNode json) -> read(id, json, body);
    };
  }

  private WebhookReading read(String id, JsonNode json, byte[] body) {
    UUID webhook;
    try {
      webhook = UUID.fromString(id);
    } catch (IllegalArgumentException noId) {
      return refused(400, "the id is no UUID");
    }
    if (!participant.equals(json.at("/data/participant").textValue())) {
      return refused(401, "it is told to somebody else");
    }
    String type = json.path("type").asText();
    if (Arrays.stream(WebhookType.values()).noneMatch(known -> known.code().equals(type))) {
      return new WebhookReading.Unknown(webhook, type);
    }
    try {
      WebhookBody read = MessageCodec.answer(json, WebhookBody.class);
      return new WebhookReading.Told(ReceivedWebhook.of(webhook, read, body));
    } catch (IllegalArgumentException malformed) {
      return refused(400, String.valueOf(malformed.getMessage()));
    }
  }

  private boolean isFresh(String timestamp) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) <= 0;
  }

  private static WebhookReading refused(int status, String reason) {
    return new WebhookReading.Refused(status, reason);
  }
}
