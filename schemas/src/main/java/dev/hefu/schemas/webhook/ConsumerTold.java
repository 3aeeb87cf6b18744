package dev.hefu.schemas.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the person sees of what a consent's consumer was told last.
 *
 * @param deliveredAt when the consumer took it; null if that has not happened
 * @param duty what the consumer has to do; null if nothing
 * @param acknowledgeBy until when its acknowledgement is awaited; null if none is
 * @param acknowledgedAt when it acknowledged; null if it has not
 * @param acknowledgement what the consumer signed; null if it has not
 */
public record ConsumerTold(
    WebhookType type,
    Webhook.State state,
    @Nullable Instant deliveredAt,
    WebhookBody.@Nullable Duty duty,
    @Nullable Instant acknowledgeBy,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgement) {}
