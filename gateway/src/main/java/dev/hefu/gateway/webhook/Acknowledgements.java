package dev.hefu.gateway.webhook;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Takes participants' signed acknowledgements of webhooks, each once, with its leaf. */
final class Acknowledgements {
  private final DSLContext database;
  private final Committer committer;
  private final Participants participants;

  Acknowledgements(DSLContext database, Committer committer, Participants participants) {
    this.database = database;
    this.committer = committer;
    this.participants = participants;
  }

  /** What became of an acknowledgement. */
  sealed interface Outcome {
    /** It is kept; if it was before, with no evidence. */
    record Kept(Committed<KeptWebhook> webhook) implements Outcome {}

    /** The participant was sent no such webhook. */
    record NotFound() implements Outcome {}

    /** It is not the participant's signature over this webhook. */
    record NotSigned() implements Outcome {}
  }

  /**
   * Keeps an acknowledgement. A second one changes nothing, so that a call whose answer was lost
   * may be repeated.
   */
  Outcome acknowledge(String participant, UUID id, String acknowledgement) {
    Optional<KeptWebhook> found = WebhookRows.find(database, participant, id);
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    return isSigned(found.get(), acknowledgement)
        ? new Outcome.Kept(keep(participant, id, acknowledgement))
        : new Outcome.NotSigned();
  }

  private boolean isSigned(KeptWebhook kept, String acknowledgement) {
    byte[] document =
        CanonicalJson.bytes(WebhookAcknowledgement.document(kept.id(), Group.digest(kept.bytes())));
    return participants
        .verify(kept.participant(), acknowledgement, WebhookAcknowledgement.JWS_TYPE)
        .filter(payload -> Arrays.equals(payload, document))
        .isPresent();
  }

  private Committed<KeptWebhook> keep(String participant, UUID id, String acknowledgement) {
    return committer.change(
        (tx, now) -> {
          boolean first = WebhookRows.acknowledge(tx, now, id, acknowledgement);
          KeptWebhook kept = WebhookRows.find(tx, participant, id).orElseThrow();
          return first
              ? new Changed<>(kept, List.of(WebhookLeaves.acknowledged(kept, acknowledgement, now)))
              : Changed.nothing(kept);
        });
  }
}
