package dev.hefu.gateway.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** What the log says of a webhook: that it was acknowledged, or that its receiver kept silent. */
final class WebhookLeaves {
  private WebhookLeaves() {}

  /**
   * @param acknowledgement the signed one, of which the leaf has the digest
   */
  static LeafDraft acknowledged(KeptWebhook kept, String acknowledgement, Instant now) {
    return leaf(
        kept,
        "acknowledged",
        object()
            .put("acknowledgement", digest(acknowledgement.getBytes(StandardCharsets.US_ASCII))),
        now);
  }

  static LeafDraft silent(KeptWebhook kept, Instant now) {
    return leaf(
        kept,
        "not-acknowledged",
        object().put("acknowledgeBy", String.valueOf(kept.acknowledgeBy())),
        now);
  }

  private static LeafDraft leaf(
      KeptWebhook kept, String outcome, ObjectNode decision, Instant now) {
    return LeafDraft.change(
        LeafKind.CONSENT,
        now,
        new LeafDraft.Owners(kept.subject(), null, kept.participant()),
        outcome,
        Map.of(
            Group.PARTIES,
            object().put("consumer", kept.participant()),
            Group.LEGAL,
            object()
                .put("consent", kept.body().data().consent())
                .put("consentVersion", kept.consentVersion()),
            Group.DECISION,
            decision
                .put("outcome", outcome)
                .put("webhook", kept.id().toString())
                .put("body", digest(kept.bytes())),
            Group.SUBJECT,
            object().put("subject", kept.subject().toString())));
  }

  /** SHA-256, base64url. */
  static String digest(byte[] bytes) {
    return Base64Url.encode(Providers.sha256(bytes));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
