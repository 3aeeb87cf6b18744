package dev.hefu.schemas.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Shape;
import java.util.UUID;

/**
 * A participant's word that it received a webhook and does its duty.
 *
 * @param acknowledgement compact JWS of the type {@link #JWS_TYPE} over {@link #document}
 */
public record WebhookAcknowledgement(String acknowledgement) {
  /** Checks the member. */
  public WebhookAcknowledgement {
    Shape.jws("acknowledgement", acknowledgement);
    Shape.text("acknowledgement", acknowledgement, MAX_CHARS);
  }

  /** Two short claims and a signature fit many times. */
  public static final int MAX_CHARS = 2048;

  /** The {@code typ} of an acknowledgement. */
  public static final String JWS_TYPE = "hefu-webhook-acknowledgement+jws";

  /**
   * What is signed.
   *
   * @param bodyDigest SHA-256 of the body as it was received, base64url
   */
  public static ObjectNode document(UUID webhook, String bodyDigest) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("webhook", webhook.toString())
        .put("body", bodyDigest);
  }
}
