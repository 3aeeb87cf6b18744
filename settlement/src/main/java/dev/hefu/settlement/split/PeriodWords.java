package dev.hefu.settlement.split;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.carry.Tallies;
import dev.hefu.settlement.carry.Totals;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.MinorText;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Target;
import java.time.LocalDate;
import java.util.List;
import java.util.StringJoiner;

/** The sentences of what accruals and closes post. */
final class PeriodWords {
  private final Program program;
  private final Words words;
  private final int digits;

  PeriodWords(Program program, Words words) {
    this.program = program;
    this.words = words;
    this.digits = MinorText.digits(program.agreement().currency());
  }

  Explained of(Carry before, Event event, Entry entry, int place) {
    Posting posting = entry.postings().get(place);
    return switch (entry.cause()) {
      case MEMORY -> {
        List<Tallies.Delta> deltas = new PeriodStep(program, before.thaw()).deltas(event);
        yield memory(posting, deltas.get(posting.item() / 2));
      }
      case TRUE_UP -> trueUp(before.totals, posting);
      case CLOSE, MATURITY -> moved(before, entry.cause(), posting);
      case SALE, REFUND, SHIPMENT, DELIVERY, RETURN, ADJUSTMENT, PAYOUT, CANCELLATION, EXCHANGE ->
          throw new IllegalStateException("no period has a " + entry.cause());
    };
  }

  private Explained memory(Posting posting, Tallies.Delta delta) {
    Target target = delta.target();
    long due = target.rounded();
    LocalDate start = delta.start();
    String formula =
        delta.of().rule().per().text(start)
            + ": "
            + target.formula()
            + " → "
            + amount(due)
            + (delta.tally().posted() == 0
                ? ""
                : ", − " + amount(delta.tally().posted()) + " → " + amount(delta.amount()));
    return words.simple(posting, delta.of().term().id(), formula);
  }

  private Explained trueUp(Totals totals, Posting posting) {
    long posted = totals.posted(posting.party());
    String formula =
        totals.exact(posting.party(), digits)
            + " exact in all → "
            + amount(posted + posting.amountMinor())
            + ", posted "
            + amount(posted)
            + " → "
            + amount(posting.amountMinor());
    return words.simple(posting, "true-up", formula);
  }

  /** The balances before, and which of them moved by how much. */
  private Explained moved(Carry before, Cause cause, Posting posting) {
    StringJoiner balances = new StringJoiner(", ");
    for (State state : State.values()) {
      long balance = before.balance(posting.party(), state);
      if (balance != 0) {
        balances.add(state + " " + amount(balance));
      }
    }
    String sign = posting.amountMinor() > 0 ? "+" : "";
    String formula =
        balances + " → " + posting.state() + " " + sign + amount(posting.amountMinor());
    return words.moved(posting, cause, formula);
  }

  private String amount(long minor) {
    return MinorText.amount(minor, digits);
  }
}
