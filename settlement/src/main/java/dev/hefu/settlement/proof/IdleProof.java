package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Terms that move nothing, whatever the line: nobody signs them on purpose. */
final class IdleProof {
  private final List<Fault> faults = new ArrayList<>();

  List<Fault> faults(Term term) {
    if (quota(term.rule()).map(quota -> quota.capMinor().orElse(1) == 0).orElse(false)) {
      fail(term, "gives-nothing", "A cap of 0 leaves nothing.");
    }
    pair(term.rule())
        .filter(pair -> pair.from().equals(pair.to()))
        .ifPresent(pair -> fail(term, "pays-itself", pair.to().text() + " would pay itself."));
    return faults;
  }

  private static Optional<Rule.Quota> quota(Rule rule) {
    return switch (rule) {
      case Rule.Percentage(PartyRef _, Rule.Quota quota) -> Optional.of(quota);
      case Rule.Waterfall(Rule.Quota quota, List<Term> _) -> Optional.of(quota);
      case Rule.OnDelivery delivery -> delivery.quota();
      case Rule.Resource resource -> Optional.of(resource.quota());
      case Contribution contribution -> Optional.of(contribution.quota());
      case Rule.Fixed _, Rule.Table _, Rule.Promotion _, Rule.Withholding _ -> Optional.empty();
      case Rule.PaymentFee _, Rule.Remaining _, Rule.ReturnRisk _ -> Optional.empty();
      case Memory _, Holding _ -> Optional.empty();
    };
  }

  /** Who pays whom. */
  private record Pair(PartyRef from, PartyRef to) {}

  private static Optional<Pair> pair(Rule rule) {
    return switch (rule) {
      case Rule.Fixed fixed -> fixed.from().map(from -> new Pair(from, fixed.to()));
      case Rule.Table table -> table.from().map(from -> new Pair(from, table.to()));
      case Rule.OnDelivery delivery -> Optional.of(new Pair(delivery.from(), delivery.to()));
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota _) ->
          Optional.of(new Pair(from, to));
      case Rule.Percentage _, Rule.Waterfall _, Rule.Promotion _, Rule.Resource _ ->
          Optional.empty();
      case Rule.PaymentFee _, Rule.Remaining _, Rule.ReturnRisk _ -> Optional.empty();
      case Contribution _, Memory _, Holding _ -> Optional.empty();
    };
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }
}
