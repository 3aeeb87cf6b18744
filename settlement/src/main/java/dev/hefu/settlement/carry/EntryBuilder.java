package dev.hefu.settlement.carry;

import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the postings of one entry and keeps the balances in step. */
public final class EntryBuilder {
  private final Carry carry;
  private final List<Posting> postings = new ArrayList<>();
  private long sum;

  public EntryBuilder(Carry carry) {
    this.carry = carry;
  }

  /** An amount that a party accrues; nothing if it is zero. */
  public void share(int item, int term, int party, long amount) {
    if (amount != 0) {
      add(new Posting(item, term, party, State.ACCRUED, amount));
    }
  }

  public void add(Posting posting) {
    postings.add(posting);
    sum += posting.amountMinor();
    carry.balances.add(posting);
  }

  /** Balances against the money that came in. */
  public void clearing() {
    if (sum != 0) {
      int item = postings.size();
      add(new Posting(item, Posting.NO_TERM, Posting.CLEARING, State.ACCRUED, -sum));
    }
  }

  /** The entry, unless nothing was posted. */
  public Optional<Entry> build(Stamp event, Optional<LineKey> line, Cause cause) {
    return postings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(event, line, cause, postings));
  }
}
