package dev.hefu.gateway.webhook;

import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is kept.
 *
 * @param consent whose change it tells, by the id that no participant knows
 * @param text its body, exactly as it is sent
 * @param superseded whether a later one tells what became of the same consent
 * @param attempts to deliver it so far
 * @param failure why the last attempt failed; null if none did
 * @param acknowledgeBy null if no acknowledgement is awaited
 * @param acknowledgement the signed one; null if there is none
 * @param overdue whether the acknowledgement did not come in time; it stays so
 */
record KeptWebhook(
    UUID id,
    String participant,
    UUID consent,
    int consentVersion,
    UUID subject,
    String text,
    boolean superseded,
    int attempts,
    @Nullable Instant deliveredAt,
    @Nullable String failure,
    @Nullable Instant acknowledgeBy,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgement,
    boolean overdue) {

  /** The body as it is sent. */
  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The body, read; a newer node may have put more into it. */
  WebhookBody body() {
    return MessageCodec.answer(StrictJson.trusted(bytes()), WebhookBody.class);
  }

  /** How far it has come. */
  Webhook.State state() {
    if (acknowledgedAt != null) {
      return Webhook.State.ACKNOWLEDGED;
    }
    if (superseded) {
      return Webhook.State.SUPERSEDED;
    }
    if (overdue) {
      return Webhook.State.OVERDUE;
    }
    return deliveredAt == null ? Webhook.State.WAITING : Webhook.State.DELIVERED;
  }
}
