package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of a level without a remaining term: its rates give exactly the whole. */
final class WholeProof {
  private final List<Term> terms;
  private final List<Fault> faults = new ArrayList<>();

  WholeProof(List<Term> terms) {
    this.terms = terms;
  }

  List<Fault> faults() {
    List<Rate> rates = new ArrayList<>();
    for (Term term : terms) {
      Optional<Rule.Quota> quota =
          switch (term.rule()) {
            case Rule.Percentage(_, Rule.Quota q) -> Optional.of(q);
            case Rule.Waterfall(Rule.Quota q, _) -> Optional.of(q);
            case Rule.Withholding _, Rule.OnDelivery _, Rule.Table _ -> Optional.empty();
            case Rule.ReturnRisk _, Memory _, Holding _ -> Optional.empty();
            case Rule.Fixed fixed when AgreementProof.perEvent(fixed) -> Optional.empty();
            case Rule.Fixed _,
                Rule.Promotion _,
                Rule.PaymentFee _,
                Rule.Remaining _,
                Rule.Resource _,
                Contribution _ -> {
              fail(term, "Without a remaining only rates of the whole may stand.");
              yield Optional.empty();
            }
          };
      if (quota.isEmpty()) {
        continue;
      }
      if (!plain(quota.get()) || term.conditional() || inRole(term.rule())) {
        fail(term, "Without a remaining a rate is of the whole, unconditional.");
      }
      rates.add(quota.get().rate());
    }
    Rates.unlessWhole(rates)
        .ifPresent(
            sum ->
                faults.add(
                    new Fault(
                        terms.getFirst().sourceLine(),
                        terms.getFirst().id(),
                        "sum-not-whole",
                        "The rates of its level sum to " + sum + ", not to 1.")));
    return faults;
  }

  private static boolean plain(Rule.Quota quota) {
    return quota.of() == Base.Plain.WHOLE
        && quota.capMinor().isEmpty()
        && quota.floorMinor().isEmpty();
  }

  private static boolean inRole(Rule rule) {
    return rule instanceof Rule.Percentage(PartyRef to, _) && to instanceof PartyRef.InRole;
  }

  private void fail(Term term, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), "no-remaining", detail));
  }
}
