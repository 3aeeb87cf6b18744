package dev.hefu.schemas.revenue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is not settled, and why.
 *
 * @param source of the event
 * @param event its CloudEvents id
 * @param line {@code owner/order/line}; null if it names none
 * @param reason a code of {@code docs/formats/events.md}
 */
public record WaitingEvent(
    String source, String event, @Nullable String line, Instant receivedAt, String reason) {}
