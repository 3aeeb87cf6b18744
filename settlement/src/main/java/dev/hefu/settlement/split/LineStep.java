package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.apportion.Fractions;
import dev.hefu.settlement.apportion.Refunds;
import dev.hefu.settlement.apportion.Shares;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.carry.EntryBuilder;
import dev.hefu.settlement.carry.Foreign;
import dev.hefu.settlement.carry.LineState;
import dev.hefu.settlement.carry.Move;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Bearers;
import dev.hefu.settlement.program.Fee;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one event does to a line that was split before. */
final class LineStep {
  private final Program program;
  private final Splitter splitter;
  private final Carry carry;
  private final List<Entry> entries = new ArrayList<>();
  private final boolean approved;
  private LineState state;

  LineStep(Program program, Splitter splitter, Carry carry, LineState state, boolean approved) {
    this.program = program;
    this.splitter = splitter;
    this.carry = carry;
    this.state = state;
    this.approved = approved;
  }

  LineState state() {
    return state;
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * Whether the sender told of it before under another event: persons must say whether both hold.
   */
  private boolean again(Stamp stamp, String what, String id) {
    String key = what + " " + stamp.sender() + " " + id;
    if (state.told().contains(key) && !approved) {
      return true;
    }
    state = state.telling(key);
    return false;
  }

  Problem refund(Event.RefundPaid refund) {
    if (again(refund.stamp(), "refunded", refund.refund())) {
      return Problem.TOLD_TWICE;
    }
    long amount =
        program
            .agreement()
            .wholeMinor(refund.amountMinor(), refund.taxMinor(), refund.paymentFeeMinor());
    String granter = refund.grantedBy();
    if (granter != null && program.rankOf(granter) < 0) {
      return Problem.PARTY_UNKNOWN;
    }
    long total = Math.max(0, state.original().total());
    Foreign foreign = state.foreign();
    long whole = foreign == null ? total : Math.max(0, foreign.whole());
    long before = foreign == null ? state.refunded() : foreign.refunded();
    long taken = Math.min(Math.max(amount, 0), whole - before);
    OptionalLong over = own(Math.max(0, amount) - taken);
    if (over.isEmpty()) {
      return Problem.AMOUNT_OVER_AGREED;
    }
    long now = foreign == null ? before + taken : foreign.own(before + taken, total);
    reverse(refund.stamp(), now, refund.quantity());
    refundedTo(refund.stamp(), before + taken);
    if (over.getAsLong() > 0) {
      beyond(refund.stamp(), granter, over.getAsLong());
    }
    return Problem.NONE;
  }

  /** An amount of the line's currency in the agreement's. */
  private OptionalLong own(long amount) {
    Foreign foreign = state.foreign();
    return foreign == null
        ? OptionalLong.of(amount)
        : foreign.quote().convert(foreign.rate(), amount);
  }

  /** Notes a cumulative refund in the line's currency; with the last of it the difference goes. */
  private void refundedTo(Stamp stamp, long cumulative) {
    Foreign foreign = state.foreign();
    if (foreign != null) {
      if (foreign.whole(cumulative) && !foreign.whole(foreign.refunded())) {
        difference(carry, stamp, foreign, -foreign.difference()).ifPresent(entries::add);
      }
      state = state.with(foreign.refundedTo(cumulative));
    }
  }

  /** Posts a difference to its account. */
  static Optional<Entry> difference(Carry carry, Stamp stamp, Foreign foreign, long amount) {
    EntryBuilder entry = new EntryBuilder(carry);
    entry.share(0, Posting.NO_TERM, foreign.differenceTo(), amount);
    carry.totals.add(foreign.differenceTo(), amount);
    entry.clearing();
    return entry.build(stamp, Optional.of(foreign.line().key()), Cause.EXCHANGE);
  }

  Problem cancel(Event.LineCancelled cancelled) {
    long total = Math.max(0, state.original().total());
    boolean first = state.back() < state.line().quantity();
    reverse(cancelled.stamp(), total, state.line().quantity());
    Foreign foreign = state.foreign();
    if (foreign != null) {
      refundedTo(cancelled.stamp(), Math.max(0, foreign.whole()));
    }
    return cancelled.outOfStock() && first
        ? moves(
            cancelled.stamp(),
            Cause.CANCELLATION,
            (term, line) ->
                term.rule() instanceof Rule.OnDelivery rule && rule.when() == Rule.When.OUT_OF_STOCK
                    ? onDelivery(rule, line)
                    : List.of())
        : Problem.NONE;
  }

  Problem dispatched(Event.ShipmentDispatched shipment) {
    if (again(shipment.stamp(), "dispatched", shipment.shipment())) {
      return Problem.TOLD_TWICE;
    }
    Instant promised = shipment.promised();
    if (promised != null) {
      state = state.promising(shipment.shipment(), promised);
    }
    return moves(
        shipment.stamp(),
        Cause.SHIPMENT,
        (term, _) ->
            switch (term.rule()) {
              case Rule.Fixed fixed when fixed.per() == Rule.Per.SHIPMENT ->
                  List.of(Fee.of(fixed.amountMinor(), fixed.from(), fixed.to()));
              case Rule.Table table -> List.of(Fee.ofTable(table, shipment));
              default -> List.of();
            });
  }

  Problem returned(Event.ReturnReceived returned) {
    if (again(returned.stamp(), "returned", returned.returned())) {
      return Problem.TOLD_TWICE;
    }
    return moves(
        returned.stamp(),
        Cause.RETURN,
        (term, line) ->
            switch (term.rule()) {
              case Rule.Fixed fixed when fixed.per() == Rule.Per.RETURN ->
                  List.of(Fee.of(fixed.amountMinor(), fixed.from(), fixed.to()));
              case Rule.ReturnRisk risk -> Fee.ofRisk(risk, line, returned.quantity(), program);
              default -> List.of();
            });
  }

  Problem delivered(Event.ShipmentDelivered shipment) {
    if (again(shipment.stamp(), "delivered", shipment.shipment())) {
      return Problem.TOLD_TWICE;
    }
    Instant told = shipment.promised();
    Instant promised = told == null ? state.promised().get(shipment.shipment()) : told;
    if (promised == null) {
      return Problem.NONE;
    }
    return moves(
        shipment.stamp(),
        Cause.DELIVERY,
        (term, line) -> {
          if (!(term.rule() instanceof Rule.OnDelivery rule)) {
            return List.of();
          }
          Instant latest = promised.plus(Duration.ofMinutes(rule.graceMinutes()));
          boolean late = shipment.stamp().time().isAfter(latest);
          boolean full = shipment.missing() == 0;
          boolean due =
              switch (rule.when()) {
                case LATE_DELIVERY -> late;
                case ON_TIME_DELIVERY -> !late;
                case OTIF -> !late && full;
                case NOT_OTIF -> late || !full;
                case OUT_OF_STOCK -> false;
              };
          return due ? onDelivery(rule, line) : List.of();
        });
  }

  private List<Fee> onDelivery(Rule.OnDelivery rule, Line line) {
    return List.of(Fee.of(Fee.amount(rule, line, program), Optional.of(rule.from()), rule.to()));
  }

  /** Gives back shares up to a cumulative refund, and moves by the pieces that came back. */
  private void reverse(Stamp stamp, long refunded, int pieces) {
    int back = (int) Math.min(state.line().quantity(), (long) state.back() + pieces);
    if (state.untouched() && (refunded > 0 || back > 0)) {
      countWhole();
    }
    EntryBuilder entry = new EntryBuilder(carry);
    Shares now = Refunds.returned(state.original(), refunded, back, state.line().quantity());
    for (int i = 0; i < now.count(); i++) {
      long given = now.amount(i) - state.returned().amount(i);
      if (given != 0) {
        post(entry, i, program.termOfItem(i), now.party(i), -given);
      }
    }
    entry.clearing();
    List<Move> moves = reverseMoves(entry, back);
    entry.build(stamp, Optional.of(state.line().key()), Cause.REFUND).ifPresent(entries::add);
    state = state.with(now, refunded, back, moves);
  }

  private List<Move> reverseMoves(EntryBuilder entry, int back) {
    List<Move> moves = new ArrayList<>();
    for (Move move : state.moves()) {
      long now = Fractions.floor(move.amountMinor(), back, state.line().quantity());
      long given = now - move.returned();
      if (given != 0 && move.from() != move.to()) {
        int item = program.items() + moves.size();
        post(entry, item, move.term(), move.to(), -given);
        post(entry, item, move.term(), move.from(), given);
      }
      moves.add(new Move(move.term(), move.from(), move.to(), move.amountMinor(), now));
    }
    return moves;
  }

  /** From the first refund on, the line counts with its whole shares. */
  private void countWhole() {
    Frame exact = splitter.exact(state.line());
    for (int i = 0; i < exact.party.length; i++) {
      if (exact.party[i] >= 0) {
        carry.totals.settleFor(
            exact.party[i], exact.whole[i], exact.part[i], state.original().amount(i));
      }
    }
  }

  private void beyond(Stamp stamp, @Nullable String granter, long amount) {
    int party = program.rankOf(granter == null ? state.line().key().owner() : granter);
    if (party < 0) {
      party = Math.max(0, program.remainingParty());
    }
    EntryBuilder entry = new EntryBuilder(carry);
    post(entry, 0, Posting.NO_TERM, party, -amount);
    entry.clearing();
    entry.build(stamp, Optional.of(state.line().key()), Cause.ADJUSTMENT).ifPresent(entries::add);
  }

  /** What a term makes of the event at hand. */
  private interface FeeRule {
    List<Fee> of(Term term, Line line);
  }

  private Problem moves(Stamp stamp, Cause cause, FeeRule rule) {
    Line line = state.line();
    EntryBuilder entry = new EntryBuilder(carry);
    List<Move> moves = new ArrayList<>(state.moves());
    List<Move> fresh = new ArrayList<>();
    for (int i = 0; i < program.terms().size(); i++) {
      Term term = program.terms().get(i);
      List<Fee> fees = term.applies(line) ? rule.of(term, line) : List.of();
      for (Fee fee : fees) {
        Problem problem = fee(i, fee, stamp, fresh);
        if (problem != Problem.NONE) {
          return problem;
        }
      }
    }
    for (Move move : fresh) {
      int item = program.items() + moves.size();
      post(entry, item, move.term(), move.to(), move.amountMinor());
      post(entry, item, move.term(), move.from(), -move.amountMinor());
      Term term = program.terms().get(move.term());
      boolean stays = cause == Cause.RETURN || cause == Cause.CANCELLATION;
      int bearer = stays ? move.from() : Bearers.of(program, term, line, move.to());
      moves.add(new Move(move.term(), move.from(), bearer, move.amountMinor(), 0));
    }
    entry.build(stamp, Optional.of(line.key()), cause).ifPresent(entries::add);
    state = state.with(moves);
    return Problem.NONE;
  }

  private Problem fee(int term, Fee fee, Stamp stamp, List<Move> fresh) {
    if (fee.problem() != Problem.NONE || fee.amountMinor() == 0) {
      return fee.problem();
    }
    int from = payer(fee.from(), state.line(), stamp);
    int to = program.rankOf(fee.to(), state.line(), stamp.sender());
    if (from == Program.UNKNOWN || to == Program.UNKNOWN) {
      return Problem.PARTY_UNKNOWN;
    }
    if (from >= 0 && to >= 0) {
      fresh.add(new Move(term, from, to, fee.amountMinor(), 0));
    }
    return Problem.NONE;
  }

  private int payer(Optional<PartyRef> from, Line line, Stamp stamp) {
    return from.map(party -> program.rankOf(party, line, stamp.sender()))
        .orElse(program.remainingParty());
  }

  private void post(EntryBuilder entry, int item, int term, int party, long amount) {
    entry.share(item, term, party, amount);
    carry.totals.add(party, amount);
  }
}
