package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Rules;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.agreement.Volume;
import dev.hefu.settlement.agreement.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of a term with memory. */
final class MemoryProof {
  private final Agreement agreement;
  private final Term term;
  private final Memory rule;
  private final List<Fault> faults = new ArrayList<>();

  MemoryProof(Agreement agreement, Term term, Memory rule) {
    this.agreement = agreement;
    this.term = term;
    this.rule = rule;
  }

  List<Fault> faults() {
    parties();
    volume();
    if (term.keep()) {
      fail("memory-keep", "A window counts net of refunds: nothing can be kept.");
    }
    switch (rule) {
      case Memory.Scale scale -> scale(scale);
      case Memory.Minimum minimum -> {
        amount(minimum.amountMinor());
        if (minimum.proRata() && minimum.per() == Window.AGREEMENT) {
          fail("pro-rata-window", "Only a month, quarter or year has days that are left out.");
        }
      }
      case Memory.Cap _ -> {}
      case Memory.Advance advance -> amount(advance.amountMinor());
      case Memory.Indicator indicator -> indicator(indicator);
    }
    return faults;
  }

  private void parties() {
    PartyRef payer = rule.from().or(agreement::remaining).orElse(new PartyRef.Named(""));
    if (rule.to() instanceof PartyRef.InRole || payer instanceof PartyRef.InRole) {
      fail("memory-role", "A window has no single line: its parties are named.");
    } else if (rule.to().equals(payer)) {
      fail("pays-itself", rule.to().text() + " would pay itself.");
    }
  }

  private void volume() {
    switch (rule.of()) {
      case Volume.Plain plain -> {
        if (plain == Volume.Plain.UNITS && !(rule instanceof Memory.Scale)) {
          fail("volume-units", "Only a scale counts pieces; here an amount is counted.");
        }
      }
      case Volume.Earned(String party) -> known(party);
      case Volume.OfTerm(String id) -> {
        Optional<Term> counted =
            agreement.terms().stream().filter(each -> each.id().equals(id)).findFirst();
        if (counted.map(each -> !gives(each.rule())).orElse(true)) {
          fail("volume-term", "term:" + id + " gives no share of a line at the top level.");
        }
      }
    }
  }

  private static boolean gives(Rule counted) {
    return switch (counted) {
      case Rule.Percentage _, Rule.PaymentFee _, Rule.Remaining _ -> true;
      case Rule.Resource _, Contribution _ -> true;
      case Rule.Fixed fixed -> !Rules.byEvent(fixed);
      case Rule.Table _, Rule.Waterfall _, Rule.Promotion _ -> false;
      case Rule.OnDelivery _, Rule.Withholding _ -> false;
      case Rule.ReturnRisk _, Memory _, Holding _ -> false;
    };
  }

  private void scale(Memory.Scale scale) {
    boolean units = scale.of() == Volume.Plain.UNITS;
    long before = -1;
    for (Memory.ScaleStep step : scale.steps()) {
      if (step.from() <= before) {
        fail("scale-order", "Step " + step.from() + " does not begin after " + before + ".");
      }
      if (step.rate().isPresent() == units) {
        fail("scale-price", "Pieces are priced by amountMinor, amounts by a rate.");
      }
      before = step.from();
    }
    for (int i = 1; i < scale.steps().size(); i++) {
      Memory.ScaleStep step = scale.steps().get(i);
      Memory.ScaleStep last = scale.steps().get(i - 1);
      if (step.amountMinor() == last.amountMinor() && price(step).equals(price(last))) {
        fail("scale-idle", "Step " + step.from() + " has the price of the step before it.");
      }
    }
    agreement.terms().stream()
        .takeWhile(each -> each != term)
        .filter(each -> each.rule() instanceof Memory.Scale other && same(other, scale))
        .filter(each -> each.only().overlaps(term.only()))
        .filter(each -> each.when().isEmpty() && term.when().isEmpty())
        .forEach(each -> fail("scales-overlap", each.id() + " prices the same lines for it."));
  }

  private static Optional<String> price(Memory.ScaleStep step) {
    return step.rate().map(rate -> rate.p() + "/" + rate.q());
  }

  private static boolean same(Memory.Scale one, Memory.Scale other) {
    return one.to().equals(other.to())
        && one.from().equals(other.from())
        && one.of().equals(other.of())
        && one.per() == other.per();
  }

  private void indicator(Memory.Indicator indicator) {
    known(indicator.by());
    known(indicator.party());
    if (indicator.leastPpm() == indicator.mostPpm() || indicator.slopePpm() == 0) {
      fail("gives-nothing", "Bounds without room or a slope of 0 move nothing.");
    }
  }

  private void amount(long amountMinor) {
    if (amountMinor == 0) {
      fail("gives-nothing", "An amount of 0 gives nothing.");
    }
  }

  private void known(String party) {
    if (!agreement.parties().contains(party)) {
      fail("party-unknown", party + " is not one of the parties.");
    }
  }

  private void fail(String code, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), code, detail));
  }
}
