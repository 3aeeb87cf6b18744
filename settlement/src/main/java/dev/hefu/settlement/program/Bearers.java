package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.event.Line;

/** Who gives back a share when its line is refunded. */
public final class Bearers {
  private Bearers() {}

  /** Per item: the receiver itself, or who bears what it keeps. */
  public static int[] of(Program program, Line line, int[] receivers) {
    int[] bearers = receivers.clone();
    for (int i = 0; i < bearers.length; i++) {
      if (receivers[i] >= 0) {
        bearers[i] = of(program, program.terms().get(program.termOfItem(i)), line, receivers[i]);
      }
    }
    return bearers;
  }

  /** The one bearer of a term; the receiver if the agreement leaves nobody else. */
  public static int of(Program program, Term term, Line line, int receiver) {
    if (!term.keep()) {
      return receiver;
    }
    int named =
        term.borneBy().map(party -> program.rankOf(party, line, null)).orElse(Program.NOBODY);
    int bearer = named >= 0 ? named : program.remainingParty();
    return bearer >= 0 ? bearer : receiver;
  }
}
