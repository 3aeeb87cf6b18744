package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
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

/** Terms that move nothing, whatever the line: nobody signs them on purpose. */
final class IdleProof {
  private final Agreement agreement;
  private final List<Fault> faults = new ArrayList<>();

  IdleProof(Agreement agreement) {
    this.agreement = agreement;
  }

  List<Fault> faults(Term term) {
    quota(term.rule()).ifPresent(quota -> bounds(term, quota));
    pair(term.rule())
        .filter(pair -> pair.from().equals(pair.to()))
        .ifPresent(pair -> fail(term, "pays-itself", pair.to().text() + " would pay itself."));
    switch (term.rule()) {
      case Rule.Promotion promotion ->
          promotion.funding().stream()
              .filter(each -> each.capMinor().orElse(1) == 0)
              .forEach(
                  each ->
                      fail(term, "gives-nothing", each.party().text() + " bears 0: its cap is 0."));
      case Rule.Table table -> {
        if (table.rows().stream().allMatch(row -> row.amountMinor() == 0)) {
          fail(term, "gives-nothing", "Every row of its table gives 0.");
        }
      }
      case Holding.Reserve(String party, Rate _, int days) -> {
        if (days == 0) {
          fail(term, "gives-nothing", party + "'s reserve is released the moment it is held.");
        }
      }
      default -> {}
    }
    kept(term);
    return faults;
  }

  private void bounds(Term term, Rule.Quota quota) {
    if (quota.capMinor().orElse(1) == 0) {
      fail(term, "gives-nothing", "A cap of 0 leaves nothing.");
    }
    long floor = quota.floorMinor().orElse(0);
    if (floor > agreement.largestLineMinor()) {
      String largest = "the largest line, " + agreement.largestLineMinor();
      fail(term, "floor-over-line", "Its floor " + floor + " is over " + largest + ".");
    }
  }

  /** What stays whatever it says, or is given back by the one who has it. */
  private void kept(Term term) {
    boolean stays =
        switch (term.rule()) {
          case Rule.Fixed fixed -> fixed.per() == Rule.Per.RETURN;
          case Rule.OnDelivery delivery -> delivery.when() == Rule.When.OUT_OF_STOCK;
          case Rule.ReturnRisk _ -> true;
          default -> false;
        };
    if (stays && term.borneBy().isPresent()) {
      String bearer = term.borneBy().get().text();
      fail(term, "keep-anyway", "It stays whatever is refunded: " + bearer + " never bears it.");
    }
    receiver(term.rule())
        .filter(to -> term.borneBy().filter(to::equals).isPresent())
        .ifPresent(to -> fail(term, "borne-by-itself", to.text() + " keeps it and gives it back."));
  }

  private static Optional<PartyRef> receiver(Rule rule) {
    return switch (rule) {
      case Rule.Percentage(PartyRef to, Rule.Quota _) -> Optional.of(to);
      case Rule.Fixed fixed -> Optional.of(fixed.to());
      case Rule.Table table -> Optional.of(table.to());
      case Rule.PaymentFee(PartyRef to) -> Optional.of(to);
      default -> Optional.empty();
    };
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

  private Optional<Pair> pair(Rule rule) {
    return switch (rule) {
      case Rule.Fixed fixed when AgreementProof.perEvent(fixed) -> paid(fixed.from(), fixed.to());
      case Rule.Fixed _ -> Optional.empty();
      case Rule.Table table -> paid(table.from(), table.to());
      case Rule.OnDelivery delivery -> Optional.of(new Pair(delivery.from(), delivery.to()));
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota _) ->
          Optional.of(new Pair(from, to));
      case Rule.Percentage _, Rule.Waterfall _, Rule.Promotion _, Rule.Resource _ ->
          Optional.empty();
      case Rule.PaymentFee _, Rule.Remaining _, Rule.ReturnRisk _ -> Optional.empty();
      case Contribution _, Memory _, Holding _ -> Optional.empty();
    };
  }

  /** The remaining party pays where nobody is named. */
  private Optional<Pair> paid(Optional<PartyRef> from, PartyRef to) {
    return from.or(agreement::remaining).map(payer -> new Pair(payer, to));
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }
}
