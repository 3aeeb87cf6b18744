package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a term that several parties share by contribution, resource or risk. */
final class SharedProof {
  private static final int WHOLE_PERCENT = 100;

  private final Agreement agreement;
  private final Term term;
  private final List<Fault> faults = new ArrayList<>();

  SharedProof(Agreement agreement, Term term) {
    this.agreement = agreement;
    this.term = term;
  }

  List<Fault> contribution(Contribution rule) {
    for (String party : rule.among()) {
      if (!agreement.parties().contains(party)) {
        fail("party-unknown", party + " is not one of the parties.");
      }
    }
    switch (rule.model()) {
      case Contribution.Model.Plain _, Contribution.Model.TimeDecay _ -> {}
      case Contribution.Model.Position(int first, int last) -> {
        if (first + last > WHOLE_PERCENT) {
          fail("position-over-whole", first + " and " + last + " are over 100 percent.");
        }
      }
      case Contribution.Model.Shapley(List<Contribution.Worth> worth) -> worth(rule, worth);
    }
    return faults;
  }

  private void worth(Contribution rule, List<Contribution.Worth> worth) {
    List<List<String>> seen = new ArrayList<>();
    for (Contribution.Worth each : worth) {
      for (String party : each.parties()) {
        if (!rule.among().contains(party)) {
          fail("worth-not-among", party + " is not among the parties of the term.");
        }
      }
      List<String> group = each.parties().stream().sorted().toList();
      if (seen.contains(group)) {
        fail("worth-twice", group + " has two worths.");
      }
      seen.add(group);
    }
    for (Contribution.Worth each : worth) {
      worth.stream()
          .filter(part -> part != each && part.ppm() >= each.ppm())
          .filter(part -> each.parties().containsAll(part.parties()))
          .filter(part -> part.parties().size() < each.parties().size())
          .findFirst()
          .ifPresent(
              part ->
                  fail(
                      "worth-idle",
                      each.parties() + " is worth " + part.ppm() + " by " + part.parties() + "."));
    }
  }

  List<Fault> resource(Rule.Resource rule) {
    long sum = rule.parts().stream().mapToLong(Rule.Part::weight).sum();
    if (sum > Rate.MAX_FRACTION_DENOMINATOR) {
      fail("weights-over", "The weights sum to " + sum + ", over 10,000.");
    }
    return faults;
  }

  List<Fault> risk(Rule.ReturnRisk rule) {
    Rates.overWhole(rule.bearers().stream().map(Rule.Funding::rate).toList())
        .ifPresent(sum -> fail("funding-over-whole", "Its rates sum to " + sum + "."));
    for (Rule.Funding bearer : rule.bearers()) {
      if (bearer.party().equals(rule.to())) {
        fail("pays-itself", bearer.party().text() + " would pay itself.");
      }
    }
    return faults;
  }

  private void fail(String code, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), code, detail));
  }
}
