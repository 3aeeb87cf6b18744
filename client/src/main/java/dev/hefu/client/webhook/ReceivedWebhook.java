package dev.hefu.client.webhook;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookBody;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * A webhook of the gateway's to this participant.
 *
 * @param id the same each time that it is delivered, so that a receiver may know it again
 * @param bodyDigest SHA-256 of the body as it was received, base64url, which an acknowledgement
 *     signs
 */
public record ReceivedWebhook(UUID id, WebhookBody body, String bodyDigest) {
  /** One that the gateway listed, of which the delivery was missed. */
  public static ReceivedWebhook of(Webhook listed) {
    byte[] body =
        Objects.requireNonNull(listed.body(), "only officers are shown no body")
            .getBytes(StandardCharsets.UTF_8);
    return of(listed.id(), MessageCodec.answer(StrictJson.trusted(body), WebhookBody.class), body);
  }

  static ReceivedWebhook of(UUID id, WebhookBody read, byte[] body) {
    return new ReceivedWebhook(id, read, Base64Url.encode(Providers.sha256(body)));
  }
}
