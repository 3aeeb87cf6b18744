package dev.hefu.settlement.split;

import dev.hefu.settlement.apportion.Shares;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.carry.EntryBuilder;
import dev.hefu.settlement.carry.Foreign;
import dev.hefu.settlement.carry.LineState;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Bearers;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine: a version, events in canonical order and what was carried over give postings and what
 * is carried on. Pure: no clock, no chance, no outside.
 */
public final class Settle {
  /** Events that come later than this wait for an approval. */
  public static final Duration ON_TIME = Duration.ofDays(2);

  private final Program program;
  private final Splitter splitter;
  private final Carry carry;
  private final Told told;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Settled.Unsettled> unsettled = new ArrayList<>();
  private final List<Event.CountedBefore> handedOn = new ArrayList<>();

  private Settle(Program program, List<Event> ordered, Carry carry) {
    this.program = program;
    this.told = new Told(program, ordered);
    this.splitter = new Splitter(program);
    this.carry = carry.thaw();
  }

  /**
   * Settles.
   *
   * @param ordered by {@link Event#ORDER}, without repetitions
   * @throws IllegalArgumentException if two events that follow each other are not in this order:
   *     what comes of them would depend on how they arrived
   */
  public static Settled settle(Program program, List<Event> ordered, Carry carry) {
    for (int i = 1; i < ordered.size(); i++) {
      Event before = ordered.get(i - 1);
      Event after = ordered.get(i);
      if (Event.ORDER.compare(before, after) >= 0) {
        throw new IllegalArgumentException(
            "event " + (i + 1) + ", " + after.stamp() + ", does not come after " + before.stamp());
      }
    }
    return settleAsGiven(program, ordered, carry);
  }

  /** The same in an order that the caller knows to be the one in which it was settled before. */
  static Settled settleAsGiven(Program program, List<Event> ordered, Carry carry) {
    return settlePart(program, ordered, 0, ordered.size(), carry);
  }

  /**
   * Some of events that are settled together, as they are then: vouchers and contacts told at the
   * very moment of a payment count for it, even where they stand behind it.
   *
   * @param all in the order in which they were settled
   * @param from the first of those meant
   * @param to behind the last of them
   */
  public static Settled settlePart(
      Program program, List<Event> all, int from, int to, Carry carry) {
    Settle run = new Settle(program, all, carry);
    for (Event event : all.subList(from, to)) {
      run.event(event);
      List<Event.Count> counts = run.carry.tallies.handedOn();
      if (!counts.isEmpty()) {
        run.handedOn.add(new Event.CountedBefore(event.stamp(), counts));
      }
    }
    run.carry
        .waiting
        .values()
        .forEach(events -> events.forEach(event -> run.wait(event, Problem.LINE_UNKNOWN)));
    return new Settled(run.entries, run.carry, run.unsettled, run.handedOn);
  }

  private void event(Event event) {
    if (event.about().isPresent() && event.stamp().lateness().compareTo(ON_TIME) > 0) {
      wait(event, Problem.LATE);
      return;
    }
    switch (event) {
      case Event.LinePaid paid -> paid(paid);
      case Event.PeriodClosed closed ->
          entries.addAll(new PeriodStep(program, carry).closed(closed));
      case Event.TimePassed passed -> entries.addAll(new PeriodStep(program, carry).passed(passed));
      case Event.IndicatorReported reported -> carry.tallies.report(reported);
      case Event.CountedBefore counted -> carry.tallies.countedBefore(program, counted);
      case Event.DataDisclosed _ -> {}
      case Event.Approved(_, Event.LinePaid paid, _) -> paid(paid);
      case Event.Approved(_, Event told, boolean again) ->
          onLine(told, told.about().orElseThrow(), again);
      case Event.PromotionApplied applied -> promotion(applied);
      case Event.LineCancelled _,
          Event.ShipmentDispatched _,
          Event.ShipmentDelivered _,
          Event.ReturnReceived _,
          Event.RefundPaid _,
          Event.TouchpointRecorded _ ->
          onLine(event, event.about().orElseThrow(), false);
    }
  }

  private void paid(Event.LinePaid event) {
    LineKey key = event.line().key();
    if (carry.lines.containsKey(key)) {
      wait(event, Problem.LINE_PAID_TWICE);
      return;
    }
    List<Event> waiting = carry.waiting.getOrDefault(key, List.of());
    Optional<Line> line = told.complete(event, waiting);
    if (line.isEmpty()) {
      wait(event, Problem.VOUCHER_OVER_PRICE);
      return;
    }
    Foreign.Converted converted = Foreign.convert(program, line.get());
    Problem problem =
        converted.problem() == Problem.NONE
            ? splitter.problem(converted.own())
            : converted.problem();
    if (problem != Problem.NONE) {
      wait(event, problem);
      return;
    }
    carry.lines.put(key, sale(event, converted.own(), converted.foreign().orElse(null)));
    carry.waiting.remove(key);
    for (Event each : waiting) {
      if (each instanceof Event.PromotionApplied applied) {
        promotion(applied);
      } else {
        onLine(each, key, false);
      }
    }
  }

  private LineState sale(Event.LinePaid event, Line line, @Nullable Foreign foreign) {
    Frame exact = splitter.exact(line);
    long[] whole = exact.whole.clone();
    long[] part = exact.part.clone();
    Frame frame = splitter.split(line);
    EntryBuilder entry = new EntryBuilder(carry);
    for (int i = 0; i < whole.length; i++) {
      if (frame.party[i] >= 0) {
        entry.share(i, program.termOfItem(i), frame.party[i], frame.share[i]);
        carry.totals.add(frame.party[i], whole[i], part[i], frame.share[i]);
      }
    }
    entry.clearing();
    Optional<Entry> built = entry.build(event.stamp(), Optional.of(line.key()), Cause.SALE);
    List<Entry> all = new ArrayList<>();
    built.ifPresent(all::add);
    if (foreign != null) {
      LineStep.difference(carry, event.stamp(), foreign, foreign.difference()).ifPresent(all::add);
    }
    entries.addAll(all);
    carry.tallies.count(program, line, event.stamp().time(), all, line.quantity());
    carry.maturing.sold(program, line, event.stamp().time());
    carry.maturing.count(line.key(), all);
    Shares shares = new Shares(frame.share, Bearers.of(program, line, frame.party));
    return new LineState(
        event.stamp(), line, shares, shares.zero(), 0, 0, List.of(), Map.of(), Set.of(), foreign);
  }

  private void promotion(Event.PromotionApplied applied) {
    LineState state = carry.lines.get(applied.line());
    if (state == null) {
      keep(applied, applied.line());
    } else if (applied.stamp().time().isAfter(state.paid().time())) {
      wait(applied, Problem.VOUCHER_AFTER_PAYMENT);
    }
  }

  private void onLine(Event event, LineKey key, boolean approved) {
    LineState state = carry.lines.get(key);
    if (state == null) {
      keep(event, key);
      return;
    }
    LineStep step = new LineStep(program, splitter, carry, state, approved);
    Problem problem =
        switch (event) {
          case Event.RefundPaid refund -> step.refund(refund);
          case Event.LineCancelled cancelled -> step.cancel(cancelled);
          case Event.ShipmentDispatched dispatched -> step.dispatched(dispatched);
          case Event.ShipmentDelivered delivered -> step.delivered(delivered);
          case Event.ReturnReceived returned -> step.returned(returned);
          case Event.LinePaid _,
              Event.PromotionApplied _,
              Event.TouchpointRecorded _,
              Event.IndicatorReported _,
              Event.DataDisclosed _,
              Event.CountedBefore _,
              Event.TimePassed _,
              Event.PeriodClosed _,
              Event.Approved _ ->
              Problem.NONE;
        };
    if (problem == Problem.NONE) {
      LineState now = step.state();
      entries.addAll(step.entries());
      carry.lines.put(key, now);
      carry.tallies.count(
          program, now.line(), now.paid().time(), step.entries(), state.back() - now.back());
      carry.maturing.count(key, step.entries());
      if (event instanceof Event.ShipmentDelivered) {
        carry.maturing.delivered(program, key, event.stamp().time());
      }
    } else {
      wait(event, problem);
    }
  }

  private void keep(Event event, LineKey key) {
    carry.waiting.merge(
        key,
        List.of(event),
        (before, now) -> {
          List<Event> all = new ArrayList<>(before);
          all.addAll(now);
          return all;
        });
  }

  private void wait(Event event, Problem problem) {
    unsettled.add(new Settled.Unsettled(event, problem));
  }
}
