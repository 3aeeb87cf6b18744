package dev.hefu.settlement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one party proposes to do with an event that waits for persons, and another approves.
 *
 * @param number places it in lists
 * @param parties of the agreement that the event's line falls under
 * @param source of the event
 * @param event its CloudEvents id
 * @param line {@code owner/order/line}
 * @param settles whether the event is settled; otherwise it is dismissed and never will be
 * @param waited for what reason it waited, a code of {@code docs/formats/events.md}
 * @param why in the proposer's words
 * @param ofPeriod the period in which it happened
 * @param approvedBy null until then
 * @param approvedAt null until then
 * @param period the open period that settles it; null until then, or if it is dismissed
 * @param waitsAgain the reason for which it could not be settled although it was approved; null if
 *     it was, or is not yet known
 */
public record Adjustment(
    UUID id,
    long number,
    UUID agreement,
    List<String> parties,
    String source,
    String event,
    String line,
    boolean settles,
    String waited,
    String why,
    String ofPeriod,
    String proposedBy,
    Instant proposedAt,
    @Nullable String approvedBy,
    @Nullable Instant approvedAt,
    @Nullable String period,
    @Nullable String waitsAgain) {
  /** Copies. */
  public Adjustment {
    parties = List.copyOf(parties);
  }
}
