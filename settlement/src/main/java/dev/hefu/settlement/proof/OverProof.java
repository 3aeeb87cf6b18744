package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What gives more than there is on every line: rates of a whole, vouchers borne twice. */
final class OverProof {
  private final List<Fault> faults = new ArrayList<>();

  /** Of one level in which a remaining party would owe on every line. */
  List<Fault> faults(List<Term> level) {
    List<Rate> rates = new ArrayList<>();
    for (Term term : level) {
      ofWhole(term).ifPresent(rates::add);
    }
    Rates.overWhole(rates)
        .ifPresent(
            sum ->
                fail(
                    level.getFirst(),
                    "shares-over-whole",
                    "The rates of its level sum to " + sum + ": the remaining party always owes."));
    for (int i = 0; i < level.size(); i++) {
      for (Term before : level.subList(0, i)) {
        bothBear(before, level.get(i));
      }
    }
    return faults;
  }

  private static Optional<Rate> ofWhole(Term term) {
    Optional<Rule.Quota> quota =
        switch (term.rule()) {
          case Rule.Percentage(PartyRef.Named _, Rule.Quota each) -> Optional.of(each);
          case Rule.Waterfall(Rule.Quota each, List<Term> _) -> Optional.of(each);
          case Rule.Resource(Rule.Quota each, List<Rule.Part> parts)
              when parts.stream().allMatch(part -> part.party() instanceof PartyRef.Named) ->
              Optional.of(each);
          default -> Optional.empty();
        };
    return quota
        .filter(each -> each.of() == Base.Plain.WHOLE && each.capMinor().isEmpty())
        .filter(_ -> !term.conditional())
        .map(Rule.Quota::rate);
  }

  private void bothBear(Term before, Term term) {
    if (before.rule() instanceof Rule.Promotion one
        && term.rule() instanceof Rule.Promotion other
        && meet(one.codes(), other.codes())
        && meet(one.funders(), other.funders())
        && before.only().overlaps(term.only())
        && before.when().isEmpty()
        && term.when().isEmpty()) {
      List<Rate> rates = new ArrayList<>();
      one.funding().forEach(each -> rates.add(each.rate()));
      other.funding().forEach(each -> rates.add(each.rate()));
      boolean capped =
          one.funding().stream().anyMatch(each -> each.capMinor().isPresent())
              || other.funding().stream().anyMatch(each -> each.capMinor().isPresent());
      if (!capped && Rates.overWhole(rates).isPresent()) {
        fail(
            term,
            "vouchers-borne-twice",
            before.id() + " bears vouchers that it bears too, together more than the whole.");
      }
    }
  }

  /** An empty set admits everything. */
  private static boolean meet(Set<String> a, Set<String> b) {
    return a.isEmpty() || b.isEmpty() || !Collections.disjoint(a, b);
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }
}
