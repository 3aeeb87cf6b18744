package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Selector;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.condition.Condition;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Terms for which there is no line: who signs them expects what never comes. */
final class ReachProof {
  private final Agreement agreement;
  private final List<Fault> faults = new ArrayList<>();

  ReachProof(Agreement agreement) {
    this.agreement = agreement;
  }

  List<Fault> faults() {
    List<Selector> selects = List.of(agreement.selects());
    Optional<String> value = impossible(agreement.selects(), List.of());
    if (value.isPresent()) {
      faults.add(new Fault(0, "/selects", "unreachable", "No line has " + value.get()));
    } else {
      level(agreement.terms(), List.of(), selects);
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
            "Its when, "
                + term.when().get().text()
                + (always.get()
                    ? ", holds for every line: leave it out."
                    : ", holds for no line: leave the term out."));
      } else if (!canHold(when, only)) {
        String what = said(term.only());
        String and = !what.isEmpty() && term.when().isPresent() ? " and " : "";
        String asked = what + and + term.when().map(each -> "when " + each.text()).orElse("");
        fail(term, "unreachable", "No line that reaches it fulfils " + asked + ".");
      } else if (impossible(term.only(), selectors).isPresent()) {
        String value = impossible(term.only(), selectors).get();
        fail(term, "unreachable", "No line that reaches it has " + value);
      } else if (term.rule() instanceof Rule.Waterfall(Rule.Quota _, List<Term> inner)) {
        level(inner, when, only);
      }
    }
  }

  /** A value of a selector that no line has which the selectors around it let pass. */
  private static Optional<String> impossible(Selector selector, List<Selector> around) {
    for (Map.Entry<Attribute, Set<String>> each : new TreeMap<>(selector.values()).entrySet()) {
      for (String value : new TreeSet<>(each.getValue())) {
        String named = each.getKey().word() + " " + value + ": ";
        if (!Line.mayHave(each.getKey(), value)) {
          return Optional.of(named + "events have " + form(each.getKey()) + ".");
        }
        for (Selector other : around) {
          Set<String> let = other.values().get(each.getKey());
          if (let != null && !let.contains(value)) {
            return Optional.of(named + "around it stands " + said(other) + ".");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String form(Attribute attribute) {
    return switch (attribute) {
      case KIND -> "the kinds goods and shipping";
      case SELLER -> "the ids of participants";
      case BRAND, SKU, GROUP, CHANNEL, STORE, ZONE ->
          "1 to 64 letters A-Z and a-z, digits, blanks and . _ : @ -";
    };
  }

  private static String said(Selector selector) {
    return new TreeMap<>(selector.values())
        .entrySet().stream()
            .map(each -> each.getKey().word() + " " + new TreeSet<>(each.getValue()))
            .collect(Collectors.joining(", "));
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }

  private static boolean canHold(List<Condition> conditions, List<Selector> selectors) {
    return Condition.canHold(conditions, selectors.stream().map(Selector::values).toList());
  }
}
