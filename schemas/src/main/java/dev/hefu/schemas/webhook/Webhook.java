package dev.hefu.schemas.webhook;

import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook and how far it has come.
 *
 * @param participant to whom it is told
 * @param timestamp the hour in which happened what it tells
 * @param body exactly what is sent; null to officers, who need not know whose it is
 * @param attempts to deliver it so far
 * @param deliveredAt when its receiver took it; null if that has not happened
 * @param failure why the last attempt failed; null if none did
 * @param acknowledgeBy until when an acknowledgement is awaited; null if none is
 * @param acknowledgedAt when it was acknowledged; null if it was not
 * @param evidence the leaf of the acknowledgement that this answers; null when read
 */
public record Webhook(
    UUID id,
    String participant,
    WebhookType type,
    State state,
    Instant timestamp,
    @Nullable String body,
    int attempts,
    @Nullable Instant deliveredAt,
    @Nullable String failure,
    @Nullable Instant acknowledgeBy,
    @Nullable Instant acknowledgedAt,
    @Nullable Evidence evidence) {
  /** How far it has come; the last that holds. */
  public enum State {
    /** It was not delivered yet. */
    WAITING,
    /** Its receiver took it, and was silent since. */
    DELIVERED,
    /** Its acknowledgement was awaited and did not come in time. */
    OVERDUE,
    /** A later webhook tells what became of the same consent. */
    SUPERSEDED,
    /** Its receiver acknowledged it. */
    ACKNOWLEDGED
  }
}
