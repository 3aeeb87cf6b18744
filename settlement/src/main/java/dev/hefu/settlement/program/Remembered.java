package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.agreement.Volume;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * A term with memory, made ready to count.
 *
 * @param number of the term
 * @param to the receiver's rank
 * @param from the payer's rank
 * @param counted the number of the term or the rank of the party that is counted; -1 if neither
 * @param countsKept whether what is counted stays when a line is refunded
 */
public record Remembered(
    int number, Term term, Memory rule, int to, int from, int counted, boolean countsKept) {
  /** All of a program's, in the order of its terms. */
  static List<Remembered> of(Program program) {
    List<Remembered> all = new ArrayList<>();
    for (int i = 0; i < program.terms().size(); i++) {
      Term term = program.terms().get(i);
      if (term.rule() instanceof Memory rule) {
        int from =
            rule.from().map(PartyRef::text).map(program::rankOf).orElse(program.remainingParty());
        int counted = -1;
        boolean kept = false;
        if (rule.of() instanceof Volume.Earned(String party)) {
          counted = program.rankOf(party);
        } else if (rule.of() instanceof Volume.OfTerm(String id)) {
          counted = program.numberOf(id);
          kept = program.terms().get(counted).keep();
        }
        all.add(
            new Remembered(i, term, rule, program.rankOf(rule.to().text()), from, counted, kept));
      }
    }
    return List.copyOf(all);
  }

  /**
   * By how much entries of a line move what is counted.
   *
   * @param pieces sold, less pieces that came back
   */
  public long volume(Line line, List<Entry> entries, int pieces) {
    if (!term.applies(line)) {
      return 0;
    }
    if (rule.of() == Volume.Plain.UNITS) {
      return pieces;
    }
    long sum = 0;
    for (Entry entry : entries) {
      for (Posting posting : entry.postings()) {
        sum += counts(entry.cause(), posting) ? posting.amountMinor() : 0;
      }
    }
    return sum;
  }

  private boolean counts(Cause cause, Posting posting) {
    boolean shares = cause == Cause.SALE || cause == Cause.REFUND;
    return switch (rule.of()) {
      case Volume.Plain _ -> shares && posting.party() >= 0;
      case Volume.Earned _ -> posting.party() == counted;
      case Volume.OfTerm _ ->
          posting.term() == counted
              && (cause == Cause.SALE || (cause == Cause.REFUND && !countsKept));
    };
  }
}
