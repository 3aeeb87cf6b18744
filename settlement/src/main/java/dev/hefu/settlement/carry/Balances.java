package dev.hefu.settlement.carry;

import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import java.io.Serializable;

/** What stands in each state, per party; an amount that the party owes is below zero. */
public final class Balances implements Serializable {
  private final long[][] amounts;

  Balances(int parties) {
    this(new long[parties][State.values().length]);
  }

  private Balances(long[][] amounts) {
    this.amounts = amounts;
  }

  public Balances copy() {
    long[][] copy = new long[amounts.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = amounts[i].clone();
    }
    return new Balances(copy);
  }

  public long of(int party, State state) {
    return amounts[party][state.code()];
  }

  /** All that is not paid yet; below zero if the party owes. */
  public long owed(int party) {
    long sum = 0;
    for (State state : State.values()) {
      sum += state == State.PAID ? 0 : of(party, state);
    }
    return sum;
  }

  public void add(Posting posting) {
    if (posting.party() >= 0) {
      amounts[posting.party()][posting.state().code()] += posting.amountMinor();
    }
  }
}
