package dev.hefu.settlement.event;

import java.time.Instant;

/**
 * An event that is not settled: it waits, or was rejected.
 *
 * @param source its own; of one that was rejected, its sender's
 * @param id its CloudEvents id; empty if it could not be read
 * @param line {@code owner/order/line}; empty if it names none or was rejected
 * @param reason a code of {@code docs/formats/events.md}
 */
public record WaitingEvent(
    long number,
    String source,
    String id,
    String line,
    Instant receivedAt,
    EventResult.Outcome outcome,
    String reason) {}
