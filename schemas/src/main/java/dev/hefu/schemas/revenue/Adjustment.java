package dev.hefu.schemas.revenue;

import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an event that waited for persons, as one party proposed and another approved.
 *
 * @param agreement that its line falls under
 * @param line {@code owner/order/line}
 * @param waited the reason for which the event waited
 * @param reason in the proposer's words
 * @param ofPeriod the period in which the event happened
 * @param approvedBy null until then
 * @param approvedAt null until then
 * @param period the open period that settles it; null until then, or if it is dismissed
 * @param waitsAgain the reason for which it could not be settled although it was approved
 * @param evidence the leaf of this step; null in lists
 */
public record Adjustment(
    String id,
    String agreement,
    String source,
    String event,
    String line,
    AdjustmentProposal.Decision decision,
    String waited,
    String reason,
    YearMonth ofPeriod,
    String proposedBy,
    Instant proposedAt,
    @Nullable String approvedBy,
    @Nullable Instant approvedAt,
    @Nullable YearMonth period,
    @Nullable String waitsAgain,
    @Nullable Evidence evidence) {}
