package dev.hefu.settlement;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.event.Runner;
import dev.hefu.settlement.jooq.tables.records.EventRecord;
import dev.hefu.settlement.program.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param number in the inbox
 * @param told as it was received
 * @param approvedAt since when it is settled although it waited for a person; null if it did not
 * @param again whether it was approved although it was told before under another event
 */
record KeptEvent(long number, Event told, @Nullable Instant approvedAt, boolean again) {
  /** One that no person decided about. */
  KeptEvent(long number, Event told) {
    this(number, told, null, false);
  }

  static KeptEvent of(EventRecord row) {
    OffsetDateTime approvedAt = row.getApprovedAt();
    return new KeptEvent(
        row.getNumber(),
        EventReader.accepted(row.getBody(), row.getReceivedAt().toInstant()),
        approvedAt == null ? null : approvedAt.toInstant(),
        Problem.TOLD_TWICE.code().equals(row.getApprovedFor()));
  }

  /** As it is settled. */
  Event event() {
    Instant at = approvedAt;
    return at == null ? told : new Event.Approved(Runner.approval(at, number), told, again);
  }

  /** As it would be settled if it were approved for the reason for which it waits. */
  static KeptEvent approved(EventRecord row, Instant at) {
    boolean again = Problem.TOLD_TWICE.code().equals(row.getReason());
    return new KeptEvent(row.getNumber(), of(row).told(), at, again);
  }
}
