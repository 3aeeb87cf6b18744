package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line's split as the format page says it, in plain fractions and none of the engine. */
final class NaiveSplit {
  final List<Share> shares = new ArrayList<>();
  private final Agreement agreement;
  private final Line line;
  private final Map<String, Frac> given = new HashMap<>();

  /** One share: exact, then rounded. */
  static final class Share {
    final Term term;
    final String party;
    final Frac exact;
    long amount;

    Share(Term term, String party, Frac exact) {
      this.term = term;
      this.party = party;
      this.exact = exact;
    }
  }

  NaiveSplit(Agreement agreement, Line line) {
    this.agreement = agreement;
    this.line = line;
    level(agreement.terms(), Frac.of(agreement.wholeMinor(line), 1));
    round();
  }

  static @Nullable String party(PartyRef ref, Line line, @Nullable String carrier) {
    return switch (ref) {
      case PartyRef.Named(String id) -> id;
      case PartyRef.InRole(PartyRef.Role role) ->
          switch (role) {
            case SELLER -> line.key().owner();
            case STORE -> line.attribute(Attribute.STORE);
            case BRAND -> line.attribute(Attribute.BRAND);
            case CARRIER -> carrier;
          };
    };
  }

  private void level(List<Term> terms, Frac whole) {
    Frac rest = whole;
    for (Term term : terms) {
      if (NaiveCondition.applies(term, line)) {
        rest = rest.minus(term(term, whole, rest));
      }
    }
  }

  /** Adds the shares of a term and returns what it takes from its level. */
  private Frac term(Term term, Frac whole, Frac rest) {
    return switch (term.rule()) {
      case Rule.Percentage(PartyRef to, Rule.Quota quota) ->
          give(term, to, reduce(quota(quota, whole, rest), rest));
      case Rule.Fixed fixed -> {
        long times =
            switch (fixed.per()) {
              case LINE -> 1;
              case UNIT -> line.quantity();
              case SHIPMENT, RETURN -> 0;
            };
        yield times == 0
            ? Frac.ZERO
            : give(term, fixed.to(), reduce(Frac.of(fixed.amountMinor() * times, 1), rest));
      }
      case Rule.PaymentFee(PartyRef to) ->
          give(term, to, reduce(Frac.of(line.paymentFeeMinor(), 1), rest));
      case Rule.Waterfall(Rule.Quota quota, List<Term> inner) -> {
        Frac amount = reduce(quota(quota, whole, rest), rest);
        given.put(term.id(), amount);
        level(inner, amount);
        yield amount;
      }
      case Rule.Promotion promotion -> promotion(term, promotion);
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota quota) -> {
        if (party(from, line, null) != null && party(to, line, null) != null) {
          Frac tax = quota(quota, whole, rest);
          give(term, from, tax.negate());
          give(term, to, tax);
        }
        yield Frac.ZERO;
      }
      case Rule.Remaining(PartyRef to) -> give(term, to, rest);
      case Contribution rule -> {
        Frac amount = reduce(quota(rule.quota(), whole, rest), rest);
        Map<String, Frac> parts =
            new NaiveContribution(rule, line.touches(), agreement.parties()).parts();
        Frac taken = Frac.ZERO;
        for (String party : rule.among()) {
          if (parts.containsKey(party)) {
            Frac part = parts.getOrDefault(party, Frac.ZERO);
            taken = taken.plus(give(term, new PartyRef.Named(party), amount.times(part)));
          }
        }
        given.put(term.id(), amount);
        yield taken;
      }
      case Rule.Resource rule -> {
        Frac amount = reduce(quota(rule.quota(), whole, rest), rest);
        long all = rule.parts().stream().mapToLong(Rule.Part::weight).sum();
        Frac taken = Frac.ZERO;
        for (Rule.Part part : rule.parts()) {
          taken = taken.plus(give(term, part.party(), amount.times(Frac.of(part.weight(), all))));
        }
        given.put(term.id(), amount);
        yield taken;
      }
      case Rule.Table _, Rule.OnDelivery _, Rule.ReturnRisk _, Memory _, Holding _ -> Frac.ZERO;
    };
  }

  private Frac promotion(Term term, Rule.Promotion promotion) {
    long sum = 0;
    for (Voucher voucher : line.vouchers()) {
      if ((promotion.codes().isEmpty() || promotion.codes().contains(voucher.code()))
          && (promotion.funders().isEmpty() || promotion.funders().contains(voucher.fundedBy()))) {
        sum += voucher.amountMinor();
      }
    }
    Frac taken = Frac.ZERO;
    for (Rule.Funding funding : promotion.funding()) {
      Frac borne = Frac.of(sum, 1).times(Frac.of(funding.rate().p(), funding.rate().q()));
      if (funding.capMinor().isPresent()) {
        borne = borne.min(Frac.of(funding.capMinor().getAsLong(), 1));
      }
      taken = taken.plus(give(term, funding.party(), borne.negate()));
    }
    return taken;
  }

  private Frac give(Term term, PartyRef to, Frac amount) {
    String party = party(to, line, null);
    if (party == null) {
      return Frac.ZERO;
    }
    shares.add(new Share(term, party, amount));
    given.put(term.id(), amount);
    return amount;
  }

  private Frac reduce(Frac amount, Frac rest) {
    return agreement.reduce() ? amount.min(rest.max(Frac.ZERO)) : amount;
  }

  private Frac quota(Rule.Quota quota, Frac whole, Frac rest) {
    Frac amount = base(quota.of(), whole, rest).times(Frac.of(quota.rate().p(), quota.rate().q()));
    if (quota.capMinor().isPresent()) {
      amount = amount.min(Frac.of(quota.capMinor().getAsLong(), 1));
    }
    return quota.floorMinor().isPresent()
        ? amount.max(Frac.of(quota.floorMinor().getAsLong(), 1))
        : amount;
  }

  private Frac base(Base base, Frac whole, Frac rest) {
    long paid = line.paidMinor();
    return switch (base) {
      case Base.Plain plain ->
          switch (plain) {
            case WHOLE -> whole;
            case REST -> rest;
            case PRICE -> Frac.of(line.priceMinor(), 1);
            case PAID -> Frac.of(paid, 1);
            case NET_OF_TAX -> Frac.of(paid - line.taxMinor(), 1);
            case NET_OF_PAYMENT_FEE -> Frac.of(paid - line.paymentFeeMinor(), 1);
            case NET_OF_BOTH -> Frac.of(paid - line.taxMinor() - line.paymentFeeMinor(), 1);
          };
      case Base.LessOwnVouchers(String party) -> {
        long own =
            line.vouchers().stream()
                .filter(voucher -> voucher.fundedBy().equals(party))
                .mapToLong(Voucher::amountMinor)
                .sum();
        yield Frac.of(line.priceMinor() - own, 1);
      }
      case Base.OfTerm(String id) -> Objects.requireNonNullElse(given.get(id), Frac.ZERO);
    };
  }

  private void round() {
    Frac total = Frac.ZERO;
    for (Share share : shares) {
      total = total.plus(share.exact);
    }
    boolean negative = total.compareTo(Frac.ZERO) < 0;
    List<Frac> exact =
        shares.stream().map(share -> negative ? share.exact.negate() : share.exact).toList();
    long missing = (negative ? total.negate() : total).floor();
    for (int i = 0; i < shares.size(); i++) {
      shares.get(i).amount = exact.get(i).floor();
      missing -= shares.get(i).amount;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing((Integer i) -> exact.get(i).fraction())
            .reversed()
            .thenComparingInt(i -> agreement.parties().indexOf(shares.get(i).party)));
    for (int i = 0; i < missing; i++) {
      shares.get(order.get(i)).amount++;
    }
    if (negative) {
      shares.forEach(share -> share.amount = -share.amount);
    }
  }
}
