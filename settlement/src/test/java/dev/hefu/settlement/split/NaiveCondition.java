package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.condition.CelRun;
import dev.hefu.settlement.event.Line;

/** Whether a term holds for a line, where CEL's own runtime evaluates the condition. */
final class NaiveCondition {
  private NaiveCondition() {}

  static boolean applies(Term term, Line line) {
    return term.only().selects(line)
        && term.when().map(condition -> CelRun.holds(condition.text(), line)).orElse(true);
  }
}
