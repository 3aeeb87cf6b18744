package dev.hefu.settlement.split;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.carry.EntryBuilder;
import dev.hefu.settlement.carry.Tallies;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Program;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What time does to what is carried: at accrual and at close. */
final class PeriodStep {
  private final Program program;
  private final Carry carry;
  private final List<Entry> entries = new ArrayList<>();

  PeriodStep(Program program, Carry carry) {
    this.program = program;
    this.carry = carry;
  }

  /** Accrues what terms with memory ask for so far, and matures what is due. */
  List<Entry> passed(Event.TimePassed event) {
    LocalDate day = event.stamp().time().atZone(program.agreement().zone()).toLocalDate();
    remember(event.stamp(), day);
    List<Posting> moved = new StateStep(program, carry, event.stamp().time()).pass();
    move(event.stamp(), Cause.MATURITY, moved);
    return entries;
  }

  /** Accrues, trues up, and moves balances on. */
  List<Entry> closed(Event.PeriodClosed event) {
    remember(event.stamp(), after(event));
    trueUp(event.stamp());
    Instant end = after(event).atStartOfDay(program.agreement().zone()).toInstant();
    move(event.stamp(), Cause.CLOSE, new StateStep(program, carry, end).close());
    return entries;
  }

  /**
   * The first day after a closed period; what happens at a close depends on the period alone, not
   * on when it is closed.
   */
  private LocalDate after(Event.PeriodClosed event) {
    try {
      return YearMonth.parse(event.period()).plusMonths(1).atDay(1);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("closed period " + event.period() + " is no month", e);
    }
  }

  /** What deltas look like before they are posted; the explanation reads the same list. */
  List<Tallies.Delta> deltas(Event event) {
    return carry.tallies.deltas(
        program,
        event instanceof Event.PeriodClosed closed
            ? after(closed)
            : event.stamp().time().atZone(program.agreement().zone()).toLocalDate());
  }

  private void remember(Stamp stamp, LocalDate day) {
    EntryBuilder entry = new EntryBuilder(carry);
    int item = 0;
    for (Tallies.Delta delta : carry.tallies.deltas(program, day)) {
      long amount = delta.amount();
      int term = delta.of().number();
      entry.share(item++, term, delta.of().to(), amount);
      entry.share(item++, term, delta.of().from(), -amount);
      carry.totals.add(delta.of().to(), amount);
      carry.totals.add(delta.of().from(), -amount);
      carry.tallies.posted(program, delta);
    }
    entry.build(stamp, Optional.empty(), Cause.MEMORY).ifPresent(entries::add);
  }

  private void trueUp(Stamp stamp) {
    EntryBuilder trueUp = new EntryBuilder(carry);
    long[] due = carry.totals.trueUp();
    for (int i = 0; i < due.length; i++) {
      trueUp.share(i, Posting.NO_TERM, i, due[i]);
    }
    trueUp.build(stamp, Optional.empty(), Cause.TRUE_UP).ifPresent(entries::add);
  }

  private void move(Stamp stamp, Cause cause, List<Posting> postings) {
    EntryBuilder moved = new EntryBuilder(carry);
    postings.forEach(moved::add);
    moved.build(stamp, Optional.empty(), cause).ifPresent(entries::add);
  }
}
