package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Selector;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Terms for which there is no line: who signs them expects what never comes. */
final class ReachProof {
  private final Agreement agreement;
  private final List<Fault> faults = new ArrayList<>();

  ReachProof(Agreement agreement) {
    this.agreement = agreement;
  }

  List<Fault> faults() {
    List<Selector> selects = List.of(agreement.selects());
    if (canHold(List.of(), selects)) {
      level(agreement.terms(), List.of(), selects);
    } else {
      faults.add(new Fault(0, "/selects", "unreachable", "No line has such a kind."));
    }
    return faults;
  }

  private void level(List<Term> terms, List<Condition> conditions, List<Selector> selectors) {
    for (Term term : terms) {
      List<Condition> when = new ArrayList<>(conditions);
      term.when().ifPresent(when::add);
      List<Selector> only = new ArrayList<>(selectors);
      only.add(term.only());
      Optional<Boolean> always = term.when().flatMap(Condition::always);
      if (always.isPresent()) {
        fail(
            term,
            always.get() ? "condition-always" : "condition-never",
            always.get()
                ? "Its when holds for every line: leave it out."
                : "Its when holds for no line: leave the term out.");
      } else if (!canHold(when, only)) {
        fail(term, "unreachable", "No line that reaches it fulfils its only and its when.");
      } else if (term.rule() instanceof Rule.Waterfall(Rule.Quota _, List<Term> inner)) {
        level(inner, when, only);
      }
    }
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }

  private static boolean canHold(List<Condition> conditions, List<Selector> selectors) {
    return Condition.canHold(conditions, selectors.stream().map(Selector::values).toList());
  }
}
