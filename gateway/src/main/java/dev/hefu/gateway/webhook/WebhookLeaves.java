package dev.hefu.gateway.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Group.fact(
            "acknowledgement", Group.digest(acknowledgement.getBytes(StandardCharsets.US_ASCII))),
        now);
  }

  static LeafDraft silent(KeptWebhook kept, Instant now) {
    return leaf(
        kept,
        "not-acknowledged",
        Group.fact("acknowledgeBy", String.valueOf(kept.acknowledgeBy())),
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
            Group.fact("consumer", kept.participant()),
            Group.LEGAL,
            Group.fact("consent", kept.body().data().consent())
                .put("consentVersion", kept.consentVersion()),
            Group.DECISION,
            decision
                .put("outcome", outcome)
                .put("webhook", kept.id().toString())
                .put("body", Group.digest(kept.bytes())),
            Group.SUBJECT,
            Group.fact("subject", kept.subject().toString())));
  }
}
