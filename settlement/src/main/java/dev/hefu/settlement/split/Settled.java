package dev.hefu.settlement.split;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Problem;
import java.util.List;

/**
 * What {@link Settle} made of events.
 *
 * @param entries in the order of their events
 * @param unsettled what waits and why, in the same order
 * @param handedOn what a version that continues this one has to count too, in the same order
 */
public record Settled(
    List<Entry> entries,
    Carry carry,
    List<Unsettled> unsettled,
    List<Event.CountedBefore> handedOn) {
  /** Copies. */
  public Settled {
    entries = List.copyOf(entries);
    unsettled = List.copyOf(unsettled);
    handedOn = List.copyOf(handedOn);
  }

  /** An event that nothing was posted for. */
  public record Unsettled(Event event, Problem problem) {}
}
