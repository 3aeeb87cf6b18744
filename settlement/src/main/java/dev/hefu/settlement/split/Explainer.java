package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.carry.LineState;
import dev.hefu.settlement.carry.Move;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recomputes a posting from its agreement and events, and says how in both languages. */
public final class Explainer {
  private final Program program;
  private final Words words;

  /** For the postings of one version. */
  public Explainer(Program program) {
    this.program = program;
    this.words = new Words(program);
  }

  /**
   * A posting of a line.
   *
   * @param ofLine all events of the line up to the one that caused the posting, in canonical order
   * @param cause the event's stamp
   * @param place of the posting in its entry
   * @return empty if the engine makes no such posting of these events
   */
  public Optional<Explained> ofLine(List<Event> ofLine, Stamp event, Cause cause, int place) {
    List<Event> ordered = asSettled(ofLine);
    int last = 0;
    while (last < ordered.size() && !ordered.get(last).told().stamp().equals(event)) {
      last++;
    }
    if (last == ordered.size()) {
      return Optional.empty();
    }
    Carry before = Settle.settlePart(program, ordered, 0, last, Carry.start(program)).carry();
    Settled settled = Settle.settlePart(program, ordered, last, last + 1, before);
    for (Entry entry : settled.entries()) {
      if (entry.cause() == cause
          && entry.event().equals(event)
          && place < entry.postings().size()) {
        LineState after = settled.carry().lines.get(entry.line().orElseThrow());
        LineState earlier = before.lines.get(entry.line().orElseThrow());
        return Optional.ofNullable(after)
            .map(state -> of(entry, entry.postings().get(place), state, earlier));
      }
    }
    return Optional.empty();
  }

  /** Events that waited for the payment follow it, as when they are settled. */
  private static List<Event> asSettled(List<Event> ofLine) {
    int paid = 0;
    while (paid < ofLine.size() && !(ofLine.get(paid).told() instanceof Event.LinePaid)) {
      paid++;
    }
    List<Event> waited =
        ofLine.subList(0, paid).stream().filter(event -> !Told.apart(event)).toList();
    if (waited.isEmpty() || paid == ofLine.size()) {
      return ofLine;
    }
    List<Event> ordered = new ArrayList<>(ofLine);
    ordered.removeAll(waited);
    ordered.addAll(ordered.size() - (ofLine.size() - paid) + 1, waited);
    return ordered;
  }

  /**
   * A posting of an accrual or a close.
   *
   * @param before what was carried right before the event
   * @param event the passing of time or the close of a period
   * @param place of the posting in its entry
   * @return empty if the engine makes no such posting of it
   */
  public Optional<Explained> ofPeriod(Carry before, Event event, Cause cause, int place) {
    for (Entry entry : Settle.settle(program, List.of(event), before).entries()) {
      if (entry.cause() == cause && place < entry.postings().size()) {
        return Optional.of(new PeriodWords(program, words).of(before, event, entry, place));
      }
    }
    return Optional.empty();
  }

  private Explained of(
      Entry entry,
      Posting posting,
      LineState state,
      @org.jspecify.annotations.Nullable LineState earlier) {
    if (posting.party() == Posting.CLEARING) {
      return words.clearing(posting.amountMinor(), entry.cause());
    }
    return switch (entry.cause()) {
      case SALE -> sale(posting, state);
      case REFUND -> refund(posting, state, earlier == null ? state : earlier);
      case SHIPMENT, DELIVERY, RETURN, CANCELLATION -> words.fee(posting, state.moves());
      case ADJUSTMENT -> words.beyond(posting, state);
      case EXCHANGE -> words.difference(posting, state);
      case TRUE_UP, CLOSE, PAYOUT, MEMORY, MATURITY ->
          throw new IllegalStateException("no line has a close");
    };
  }

  private Explained sale(Posting posting, LineState state) {
    Splitter splitter = new Splitter(program);
    Frame exact = splitter.exact(state.line());
    long[] whole = exact.whole.clone();
    long[] part = exact.part.clone();
    Frame frame = splitter.split(state.line());
    int item = posting.item();
    Term term = program.terms().get(posting.term());
    Words.Rounding rounding =
        new Words.Rounding(
            whole[item], part[item], frame.share[item], tied(whole, part, frame, item));
    Explained explained = words.sale(term, posting, state.line(), frame, rounding);
    return words.converted(explained, state);
  }

  /** Whether another share with the same fraction missed the unit that this one got. */
  private static boolean tied(long[] whole, long[] part, Frame frame, int item) {
    for (int i = 0; i < part.length; i++) {
      if (i != item && part[i] == part[item] && frame.share[i] == whole[i]) {
        return part[item] != 0;
      }
    }
    return false;
  }

  private Explained refund(Posting posting, LineState state, LineState earlier) {
    int item = posting.item();
    if (item >= program.items()) {
      Move move = state.moves().get(item - program.items());
      Move before = earlier.moves().get(item - program.items());
      return words.feeBack(posting, move, before, state);
    }
    Term term = program.terms().get(posting.term());
    boolean kept = term.keep() && !(term.rule() instanceof Rule.Remaining);
    return words.refund(
        posting,
        kept,
        state,
        state.original().amount(item),
        earlier.returned().amount(item),
        state.returned().amount(item));
  }
}
