package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.apportion.Fractions;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.program.Program;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves what parties earned from state to state. A gain first pays what the party owes; a loss is
 * clawed back from what accrued, then what is reserved, then payable, then owed.
 */
final class StateStep {
  private final Program program;
  private final Carry carry;
  private final Instant now;
  private final boolean ended;
  private final long[] matured;

  /**
   * At the start of a day.
   *
   * @param now what happened before or at it counts
   */
  StateStep(Program program, Carry carry, Instant now) {
    this.program = program;
    this.carry = carry;
    this.now = now;
    LocalDate day = now.atZone(program.agreement().zone()).toLocalDate();
    this.ended = program.agreement().until().map(until -> !until.isAfter(day)).orElse(false);
    this.matured = carry.maturing.mature(now);
  }

  /** As time passes: what is due matures, what is missing is clawed back, reserves are released. */
  List<Posting> pass() {
    List<Posting> postings = new ArrayList<>();
    for (int party = 0; party < matured.length; party++) {
      Change change = new Change(party);
      change.move(State.ACCRUED, State.MATURED, matured[party]);
      change.clawBack(-change.of(State.ACCRUED), State.ACCRUED);
      change.release();
      change.post(postings);
    }
    return postings;
  }

  /** At close: what matured and what need not wait becomes payable, less what is reserved. */
  List<Posting> close() {
    List<Posting> postings = new ArrayList<>();
    for (int party = 0; party < matured.length; party++) {
      Change change = new Change(party);
      change.move(State.ACCRUED, State.MATURED, matured[party]);
      long free = change.of(State.ACCRUED) - carry.maturing.immature(party);
      change.move(State.ACCRUED, State.MATURED, Math.max(0, free));
      change.clawBack(-change.of(State.ACCRUED), State.ACCRUED);
      change.clawBack(-change.of(State.MATURED), State.MATURED);
      change.pay();
      change.release();
      change.post(postings);
    }
    return postings;
  }

  /** What happens to one party's balances. */
  private final class Change {
    private final int party;
    private final long[] delta = new long[State.values().length];

    Change(int party) {
      this.party = party;
    }

    long of(State state) {
      return carry.balances.of(party, state) + delta[state.code()];
    }

    void move(State from, State to, long amount) {
      delta[from.code()] -= amount;
      delta[to.code()] += amount;
    }

    /** Fills a gap below zero in one state; nothing if the gap is not above zero. */
    void clawBack(long gap, State into) {
      if (gap <= 0) {
        return;
      }
      long fromMatured = into == State.MATURED ? 0 : Math.clamp(of(State.MATURED), 0, gap);
      long fromReserved = Math.min(gap - fromMatured, of(State.RESERVED));
      long fromPayable = Math.min(gap - fromMatured - fromReserved, of(State.PAYABLE));
      move(State.MATURED, into, fromMatured);
      move(State.RESERVED, into, fromReserved);
      carry.reserves.take(party, fromReserved);
      move(State.PAYABLE, into, fromPayable);
      move(State.RECEIVABLE, into, gap - fromMatured - fromReserved - fromPayable);
    }

    void pay() {
      long gain = of(State.MATURED);
      long owed = Math.min(gain, -of(State.RECEIVABLE));
      move(State.MATURED, State.RECEIVABLE, owed);
      long held = reserve(gain - owed);
      move(State.MATURED, State.RESERVED, held);
      move(State.MATURED, State.PAYABLE, gain - owed - held);
    }

    private long reserve(long amount) {
      String id = program.agreement().parties().get(party);
      long held = 0;
      for (Holding rule : program.reserves()) {
        switch (rule) {
          case Holding.Reserve(String of, Rate rate, int days) when of.equals(id) -> {
            long part = Math.min(amount - held, Fractions.floor(amount, rate.p(), rate.q()));
            carry.reserves.hold(party, now.plus(Duration.ofDays(days)), part);
            held += part;
          }
          case Holding.Holdback(String of, long limit) when of.equals(id) && !ended -> {
            long part = Math.clamp(limit - carry.reserves.heldBack(party), 0, amount - held);
            carry.reserves.hold(party, null, part);
            held += part;
          }
          case Holding.Reserve _, Holding.Holdback _, Holding.Maturity _ -> {}
        }
      }
      return held;
    }

    void release() {
      long released = carry.reserves.release(party, now, ended);
      long owed = Math.min(released, -of(State.RECEIVABLE));
      move(State.RESERVED, State.RECEIVABLE, owed);
      move(State.RESERVED, State.PAYABLE, released - owed);
    }

    void post(List<Posting> postings) {
      for (State state : State.values()) {
        long amount = delta[state.code()];
        if (amount != 0) {
          postings.add(new Posting(postings.size(), Posting.NO_TERM, party, state, amount));
        }
      }
    }
  }
}
