package dev.hefu.settlement.carry;

import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Moves an amount from payable to paid.
   *
   * @throws IllegalArgumentException if more is paid than is payable
   */
  public List<Posting> pay(int party, long amountMinor) {
    if (amountMinor < 0 || amountMinor > of(party, State.PAYABLE)) {
      throw new IllegalArgumentException(
          "payout of " + amountMinor + " of " + of(party, State.PAYABLE));
    }
    List<Posting> postings = new ArrayList<>();
    move(postings, party, State.PAYABLE, -amountMinor);
    move(postings, party, State.PAID, amountMinor);
    return postings;
  }

  private static void move(List<Posting> postings, int party, State state, long amount) {
    if (amount != 0) {
      postings.add(new Posting(postings.size(), Posting.NO_TERM, party, state, amount));
    }
  }
}
