package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Runner;
import dev.hefu.settlement.jooq.tables.records.ClosedPeriodRecord;
import dev.hefu.settlement.split.Settle;
import dev.hefu.settlement.split.Settled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the close of a period settles, in canonical order: the events that were routed to it, the
 * indicators it takes in, what a version that it continues counted, and the passing of time.
 */
final class PeriodEvents {
  private final Agreements agreements;
  private final Inbox inbox;

  PeriodEvents(Agreements agreements, Inbox inbox) {
    this.agreements = agreements;
    this.inbox = inbox;
  }

  /**
   * A period ready to settle.
   *
   * @param numbered the events that have a number in the inbox
   * @param ordered all events, without the close itself
   */
  record Ready(Carry carry, List<KeptEvent> numbered, List<Event> ordered) {
    /** The close, after everything else. */
    List<Event> closedAt(Instant at, String period) {
      List<Event> all = new ArrayList<>(ordered);
      all.add(Runner.closed(at, period, ordered));
      return all;
    }
  }

  /** A period, closed or not, with what is carried into it. */
  Ready ready(DSLContext tx, Agreements.InForce in, String period) {
    Map<String, List<Event>> handedOn = handedOn(tx, in, period);
    Carry carry = Carry.start(in.program());
    String previous = null;
    for (ClosedPeriodRecord each : closedBefore(tx, in.id(), period)) {
      List<KeptEvent> numbered = numbered(tx, in, each.getPeriod(), true);
      Ready ready = ready(in, previous, each.getPeriod(), carry, numbered, handedOn);
      carry = settle(in, ready, each).carry();
      previous = each.getPeriod();
    }
    boolean closed =
        tx.fetchExists(
            CLOSED_PERIOD, CLOSED_PERIOD.AGREEMENT.eq(in.id()), CLOSED_PERIOD.PERIOD.eq(period));
    List<KeptEvent> numbered = numbered(tx, in, period, closed);
    return ready(in, previous, period, carry, numbered, handedOn);
  }

  private static Settled settle(Agreements.InForce in, Ready ready, ClosedPeriodRecord closed) {
    Instant at = closed.getClosedAt().toInstant();
    return Settle.settle(in.program(), ready.closedAt(at, closed.getPeriod()), ready.carry());
  }

  private static Ready ready(
      Agreements.InForce in,
      @Nullable String previous,
      String period,
      Carry carry,
      List<KeptEvent> numbered,
      Map<String, List<Event>> handedOn) {
    List<Event> ordered = new ArrayList<>(passed(in, previous, period));
    numbered.forEach(each -> ordered.add(each.event()));
    handedOn.forEach(
        (from, events) -> {
          if ((previous == null || from.compareTo(previous) > 0) && from.compareTo(period) <= 0) {
            ordered.addAll(events);
          }
        });
    ordered.sort(Event.ORDER);
    return new Ready(carry, numbered, List.copyOf(ordered));
  }

  private static List<Event> passed(
      Agreements.InForce in, @Nullable String previous, String period) {
    Agreement agreement = in.program().agreement();
    return Runner.passed(agreement.from(), agreement.zone(), previous, period);
  }

  private List<KeptEvent> numbered(
      DSLContext tx, Agreements.InForce in, String period, boolean closed) {
    List<KeptEvent> all = new ArrayList<>(inbox.of(tx, in.number(), period));
    all.addAll(
        closed ? Indicators.taken(tx, in.number(), period) : Indicators.fresh(tx, in, period));
    return all;
  }

  /** What the version before counted in windows that go on, by the period that settled it. */
  private Map<String, List<Event>> handedOn(DSLContext tx, Agreements.InForce in, String last) {
    Map<String, List<Event>> handedOn = new HashMap<>();
    Optional<Agreements.InForce> before = agreements.continuedBy(tx, in);
    if (before.isEmpty()) {
      return handedOn;
    }
    Agreements.InForce giver = before.get();
    Map<String, List<Event>> earlier = handedOn(tx, giver, last);
    Carry carry = Carry.start(giver.program());
    String previous = null;
    for (ClosedPeriodRecord each : closedUpTo(tx, giver.id(), last)) {
      List<KeptEvent> numbered = numbered(tx, giver, each.getPeriod(), true);
      Settled settled =
          settle(giver, ready(giver, previous, each.getPeriod(), carry, numbered, earlier), each);
      handedOn.put(each.getPeriod(), List.copyOf(settled.handedOn()));
      carry = settled.carry();
      previous = each.getPeriod();
    }
    return handedOn;
  }

  private static List<ClosedPeriodRecord> closedBefore(DSLContext tx, UUID id, String period) {
    return tx.selectFrom(CLOSED_PERIOD)
        .where(CLOSED_PERIOD.AGREEMENT.eq(id), CLOSED_PERIOD.PERIOD.lt(period))
        .orderBy(CLOSED_PERIOD.PERIOD)
        .fetch();
  }

  private static List<ClosedPeriodRecord> closedUpTo(DSLContext tx, UUID id, String period) {
    return tx.selectFrom(CLOSED_PERIOD)
        .where(CLOSED_PERIOD.AGREEMENT.eq(id), CLOSED_PERIOD.PERIOD.le(period))
        .orderBy(CLOSED_PERIOD.PERIOD)
        .fetch();
  }
}
