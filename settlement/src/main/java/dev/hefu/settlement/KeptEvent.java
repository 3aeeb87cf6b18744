package dev.hefu.settlement;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.event.Runner;
import dev.hefu.settlement.jooq.tables.records.EventRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param number in the inbox
 * @param told as it was received
 * @param approvedAt since when it is settled although it waited for a person; null if it did not
 */
record KeptEvent(long number, Event told, @Nullable Instant approvedAt) {
  static KeptEvent of(EventRecord row) {
    OffsetDateTime approvedAt = row.getApprovedAt();
    return new KeptEvent(
        row.getNumber(),
        EventReader.accepted(row.getBody(), row.getReceivedAt().toInstant()),
        approvedAt == null ? null : approvedAt.toInstant());
  }

  /** As it is settled. */
  Event event() {
    Instant at = approvedAt;
    return at == null ? told : new Event.Approved(Runner.approval(at, number), told);
  }
}
