package dev.hefu.settlement;

import java.time.Instant;

/**
 * An event that is not settled: it waits, or was rejected.
 *
 * @param id its CloudEvents id; empty if it could not be read
 * @param reason a code of {@code docs/formats/events.md}
 */
public record WaitingEvent(
    long number, String id, Instant receivedAt, EventResult.Outcome outcome, String reason) {}
