package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Denominators;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Rules;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Numbers terms, items and levels, and makes steps of those terms that split at payment. */
final class ProgramBuilder {
  /** Marks a fee that is the line's payment fee. */
  private static final long PAYMENT_FEE = -1;

  final long denominator;
  final List<Term> terms = new ArrayList<>();
  final int[] termOfItem;
  final List<Step> steps;
  int levels = 1;

  private final Program program;
  private final List<Integer> itemTerms = new ArrayList<>();

  ProgramBuilder(Program program) {
    this.program = program;
    denominator = new Denominators(program.agreement()).common().longValueExact();
    steps = steps(program.agreement().terms(), 0);
    termOfItem = itemTerms.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Step> steps(List<Term> levelTerms, int level) {
    List<Step> made = new ArrayList<>();
    for (Term term : levelTerms) {
      int number = terms.size();
      terms.add(term);
      step(term, new Step.Place(number, level, term.only(), term.when().orElse(null)))
          .ifPresent(made::add);
    }
    return List.copyOf(made);
  }

  private Optional<Step> step(Term term, Step.Place place) {
    return switch (term.rule()) {
      case Rule.Percentage(PartyRef to, Rule.Quota quota) ->
          Optional.of(new Step.Give(place, item(place), payee(to), portion(quota)));
      case Rule.Fixed fixed when fixed.per() == Rule.Per.LINE || fixed.per() == Rule.Per.UNIT ->
          Optional.of(
              new Step.Fee(
                  place,
                  item(place),
                  payee(fixed.to()),
                  fixed.amountMinor(),
                  fixed.per() == Rule.Per.UNIT));
      case Rule.PaymentFee(PartyRef to) ->
          Optional.of(new Step.Fee(place, item(place), payee(to), PAYMENT_FEE, false));
      case Rule.Waterfall(Rule.Quota quota, List<Term> inner) -> {
        Step.Portion portion = portion(quota);
        int level = levels++;
        yield Optional.of(new Step.SetApart(place, portion, level, steps(inner, level)));
      }
      case Rule.Promotion promotion -> Optional.of(discount(place, promotion));
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota quota) -> {
        int item = item(place);
        item(place);
        yield Optional.of(new Step.Withhold(place, item, payee(from), payee(to), portion(quota)));
      }
      case Rule.Remaining(PartyRef to) ->
          Optional.of(new Step.Rest(place, item(place), program.rankOf(to.text())));
      case Rule.Fixed _, Rule.Table _, Rule.OnDelivery _ -> Optional.empty();
      case Contribution rule -> {
        List<PartyRef> among = Rules.parties(rule);
        yield Optional.of(
            apportion(
                place, rule.quota(), rule.unit(), among, line -> Weights.of(rule, line.touches())));
      }
      case Rule.Resource rule -> {
        long[] weights = rule.parts().stream().mapToLong(Rule.Part::weight).toArray();
        long unit = Arrays.stream(weights).sum();
        yield Optional.of(apportion(place, rule.quota(), unit, Rules.parties(rule), _ -> weights));
      }
      case Rule.ReturnRisk _, Memory _, Holding _ -> Optional.empty();
    };
  }

  private Step discount(Step.Place place, Rule.Promotion promotion) {
    int first = itemTerms.size();
    List<Step.Payee> bearers = new ArrayList<>();
    for (Rule.Funding funding : promotion.funding()) {
      item(place);
      bearers.add(payee(funding.party()));
    }
    return new Step.Discount(place, first, promotion, List.copyOf(bearers));
  }

  private Step apportion(
      Step.Place place,
      Rule.Quota quota,
      long unit,
      List<PartyRef> parties,
      Step.Weighing weighing) {
    int first = itemTerms.size();
    parties.forEach(_ -> item(place));
    List<Step.Payee> payees = parties.stream().map(this::payee).toList();
    return new Step.Apportion(place, first, portion(quota), unit, payees, weighing);
  }

  private int item(Step.Place place) {
    itemTerms.add(place.term());
    return itemTerms.size() - 1;
  }

  private Step.Payee payee(PartyRef ref) {
    int fixed = ref instanceof PartyRef.Named(String id) ? program.rankOf(id) : Program.NOBODY;
    return new Step.Payee(ref, fixed, program);
  }

  private Step.Portion portion(Rule.Quota quota) {
    int baseTerm = Program.NOBODY;
    if (quota.of() instanceof Base.OfTerm(String id)) {
      for (int i = 0; i < terms.size(); i++) {
        baseTerm = terms.get(i).id().equals(id) ? i : baseTerm;
      }
    }
    long q = quota.rate().q();
    return new Step.Portion(quota, quota.rate().p(), q, denominator / q, baseTerm);
  }
}
