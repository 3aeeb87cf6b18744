package dev.hefu.settlement.cases;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.split.Explained;
import dev.hefu.settlement.split.Explainer;
import dev.hefu.settlement.split.Settle;
import dev.hefu.settlement.split.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One agreement's events, settled.
 *
 * @param ordered in canonical order
 */
record Book(Program program, List<Event> ordered, Settled settled) {
  static Book settle(Program program, List<Event> events) {
    List<Event> ordered = events.stream().sorted(Event.ORDER).toList();
    return new Book(program, ordered, Settle.settle(program, ordered, Carry.start(program)));
  }

  /** The id of a posting's term, or why it was made. */
  String term(Posting posting, Entry entry) {
    return posting.term() < 0 ? entry.cause().word() : program.terms().get(posting.term()).id();
  }

  List<CaseBooks.Amount> amounts() {
    List<CaseBooks.Amount> amounts = new ArrayList<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0) {
          amounts.add(
              new CaseBooks.Amount(
                  entry.event().id(),
                  program.agreement().version(),
                  term(posting, entry),
                  program.agreement().parties().get(posting.party()),
                  posting.amountMinor()));
        }
      }
    }
    return amounts;
  }

  /** Why one of the postings has its amount. */
  Optional<Explained> explained(Entry entry, int place) {
    Explainer explainer = new Explainer(program);
    if (entry.line().isPresent()) {
      List<Event> ofLine =
          ordered.stream().filter(event -> event.about().equals(entry.line())).toList();
      return explainer.ofLine(ofLine, entry.event(), entry.cause(), place);
    }
    int at = 0;
    while (!ordered.get(at).stamp().equals(entry.event())
        || ordered.get(at) instanceof Event.CountedBefore) {
      at++;
    }
    Carry before = Settle.settlePart(program, ordered, 0, at, Carry.start(program)).carry();
    return explainer.ofPeriod(before, ordered.get(at), entry.cause(), place);
  }
}
