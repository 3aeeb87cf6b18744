package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Denominators;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Rules;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of an agreement before anyone signs it, so that nothing can fail at run time. */
public final class AgreementProof {
  /** Contracts nest no deeper, and every level multiplies denominators. */
  private static final int MAX_DEPTH = 4;

  private static final PartyRef CARRIER = new PartyRef.InRole(PartyRef.Role.CARRIER);

  private final Agreement agreement;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Term> earlier = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private boolean roles;

  public AgreementProof(Agreement agreement) {
    this.agreement = agreement;
  }

  public List<Fault> faults() {
    level(agreement.terms(), 1);
    faults.addAll(new HeadProof(agreement).faults());
    faults.addAll(new ReachProof(agreement).faults());
    agreement.exchanges().forEach(each -> named.add(each.difference()));
    for (String party : agreement.parties()) {
      if (!roles && !named.contains(party)) {
        faults.add(new Fault(0, "/parties", "party-without-term", party + " stands in no term."));
      }
    }
    arithmetic();
    return faults;
  }

  private void arithmetic() {
    Denominators denominators = new Denominators(agreement);
    if (denominators.common().compareTo(Denominators.MAX_COMMON) > 0) {
      faults.add(
          new Fault(
              0,
              "/terms",
              "denominator",
              "The common denominator of all rates is " + denominators.common() + ", over 2^53."));
    } else if (!denominators.fits(agreement.largestLineMinor())) {
      faults.add(
          new Fault(
              0,
              "/largestLineMinor",
              "amount-times-rate",
              agreement.largestLineMinor() + " is too large for rates this fine."));
    }
  }

  private void level(List<Term> terms, int depth) {
    boolean remaining = false;
    for (Term term : terms) {
      if (remaining) {
        boolean second = term.rule() instanceof Rule.Remaining;
        fail(
            term,
            second ? "two-remainders" : "after-remaining",
            "Nothing is left for it: remaining stands before it.");
      }
      remaining |= term.rule() instanceof Rule.Remaining;
      term(term, depth);
    }
    if (!remaining) {
      faults.addAll(new WholeProof(terms).faults());
    } else if (!agreement.reduce()) {
      faults.addAll(new OverProof().faults(terms));
    }
  }

  private void term(Term term, int depth) {
    if (earlier.containsKey(term.id())) {
      fail(term, "id-twice", "The id " + term.id() + " stands twice.");
    }
    faults.addAll(new IdleProof(agreement).faults(term));
    term.borneBy().ifPresent(party -> party(term, party));
    boolean topRemaining = agreement.terms().getLast().rule() instanceof Rule.Remaining;
    if (term.keep() && term.borneBy().isEmpty() && !topRemaining) {
      fail(term, "keep-without-bearer", "No remaining party can bear what it keeps.");
    }
    if (term.keep() && term.rule() instanceof Rule.Waterfall) {
      fail(term, "keep-on-waterfall", "Its inner terms say what they keep.");
    }
    rule(term, depth, topRemaining);
    earlier.put(term.id(), term);
  }

  private void rule(Term term, int depth, boolean topRemaining) {
    if (!byShipment(term.rule()) && Rules.parties(term.rule()).contains(CARRIER)) {
      fail(term, "carrier-without-shipment", "$carrier is known only by shipment.");
    }
    if (term.borneBy().filter(CARRIER::equals).isPresent()) {
      fail(term, "carrier-without-shipment", "borneBy is $carrier, but a refund has no shipment.");
    }
    switch (term.rule()) {
      case Rule.Percentage(PartyRef to, Rule.Quota quota) -> {
        party(term, to);
        base(term, quota.of());
      }
      case Rule.Waterfall(Rule.Quota quota, List<Term> inner) -> {
        base(term, quota.of());
        if (depth >= MAX_DEPTH) {
          fail(term, "too-deep", "Levels nest at most " + MAX_DEPTH + " deep.");
        } else {
          level(inner, depth + 1);
        }
      }
      case Rule.Fixed fixed -> {
        party(term, fixed.to());
        amount(term, fixed.amountMinor());
        if (perEvent(fixed)) {
          perEvent(term, depth, fixed.from(), topRemaining);
        } else if (fixed.from().isPresent()) {
          String payer = fixed.from().get().text();
          fail(
              term,
              "from-per-line",
              "It comes out of the line: from (" + payer + ") has no place.");
        }
      }
      case Rule.Table table -> {
        party(term, table.to());
        perEvent(term, depth, table.from(), topRemaining);
        rows(term, table.rows());
      }
      case Rule.Promotion promotion -> promotion(term, promotion);
      case Rule.OnDelivery delivery -> {
        party(term, delivery.to());
        perEvent(term, depth, Optional.of(delivery.from()), topRemaining);
        delivery.quota().ifPresent(quota -> deliveryBase(term, quota.of()));
        if (delivery.quota().isEmpty()) {
          amount(term, delivery.amountMinor());
        }
      }
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota quota) -> {
        party(term, from);
        party(term, to);
        withheld(term, from, quota.of());
      }
      case Rule.PaymentFee(PartyRef to) -> party(term, to);
      case Rule.Remaining(PartyRef to) -> {
        party(term, to);
        if (to instanceof PartyRef.InRole || term.conditional() || term.keep()) {
          fail(term, "remaining-conditional", "The remaining goes to one named party, always.");
        }
      }
      case Memory memory -> {
        party(term, memory.to());
        perEvent(term, depth, memory.from(), topRemaining);
        faults.addAll(new MemoryProof(agreement, term, memory).faults());
      }
      case Contribution contribution -> {
        Rules.parties(contribution).forEach(party -> party(term, party));
        base(term, contribution.quota().of());
        faults.addAll(new SharedProof(agreement, term).contribution(contribution));
      }
      case Rule.Resource resource -> {
        Rules.parties(resource).forEach(party -> party(term, party));
        base(term, resource.quota().of());
        faults.addAll(new SharedProof(agreement, term).resource(resource));
      }
      case Rule.ReturnRisk risk -> {
        Rules.parties(risk).forEach(party -> party(term, party));
        perEvent(term, depth, Optional.of(risk.to()), topRemaining);
        deliveryBase(term, risk.quota().of());
        faults.addAll(new SharedProof(agreement, term).risk(risk));
      }
      case Holding holding ->
          faults.addAll(new HoldingProof(agreement, term).faults(holding, depth));
    }
  }

  private void perEvent(Term term, int depth, Optional<PartyRef> from, boolean topRemaining) {
    from.ifPresent(party -> party(term, party));
    if (depth > 1) {
      fail(term, "per-event-nested", "What is counted by event stands at the top level.");
    }
    if (from.isEmpty() && !topRemaining) {
      fail(term, "no-payer", "Without a remaining party it needs a from.");
    }
  }

  private void promotion(Term term, Rule.Promotion promotion) {
    List<Rate> rates = new ArrayList<>();
    for (Rule.Funding funding : promotion.funding()) {
      party(term, funding.party());
      rates.add(funding.rate());
    }
    Rates.overWhole(rates)
        .ifPresent(sum -> fail(term, "funding-over-whole", "Its rates sum to " + sum + "."));
    if (agreement.reduce()) {
      fail(term, "promotion-reduce", "A bearer of a discount cannot be reduced: use negative.");
    }
  }

  private void rows(Term term, List<Rule.Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Rule.Row row = rows.get(i);
      for (Rule.Row before : rows.subList(0, i)) {
        boolean covers = before.zone().isEmpty() || before.zone().equals(row.zone());
        if (covers && before.upToGrams() >= row.upToGrams()) {
          fail(term, "row-hidden", "Row " + (i + 1) + " is hidden by an earlier one.");
          return;
        }
      }
    }
  }

  private void base(Term term, Base base) {
    switch (base) {
      case Base.Plain _ -> {}
      case Base.LessOwnVouchers(String party) -> party(term, new PartyRef.Named(party));
      case Base.OfTerm(String id) -> earlierTerm(term, id);
    }
  }

  private void deliveryBase(Term term, Base base) {
    if (base == Base.Plain.REST || base instanceof Base.OfTerm) {
      fail(term, "delivery-base", base.text() + " is no amount of the line, the only base here.");
    }
    base(term, base);
  }

  private void earlierTerm(Term term, String id) {
    Term other = earlier.get(id);
    boolean usable =
        other != null
            && switch (other.rule()) {
              case Rule.Percentage _, Rule.Waterfall _, Rule.PaymentFee _ -> true;
              case Rule.Fixed fixed -> !perEvent(fixed);
              case Rule.Table _, Rule.Promotion _, Rule.OnDelivery _ -> false;
              case Rule.Withholding _, Rule.Remaining _, Memory _, Holding _ -> false;
              case Rule.Resource _, Contribution _ -> true;
              case Rule.ReturnRisk _ -> false;
            };
    if (!usable) {
      fail(term, "base-not-earlier", "term:" + id + " is no earlier term with a share.");
    }
  }

  private void withheld(Term term, PartyRef from, Base base) {
    if (!(base instanceof Base.OfTerm(String id))) {
      String detail = "of is " + base.text() + ", but tax is withheld of a term: term:ID.";
      fail(term, "withholding-base", detail);
      return;
    }
    earlierTerm(term, id);
    Term other = earlier.get(id);
    Optional<PartyRef> receiver =
        other == null
            ? Optional.empty()
            : switch (other.rule()) {
              case Rule.Percentage(PartyRef to, _) -> Optional.of(to);
              case Rule.Fixed fixed -> Optional.of(fixed.to());
              case Rule.PaymentFee(PartyRef to) -> Optional.of(to);
              case Rule.Table _, Rule.Promotion _, Rule.OnDelivery _ -> Optional.empty();
              case Rule.Waterfall _, Rule.Withholding _, Rule.Remaining _ -> Optional.empty();
              case Rule.Resource _, Contribution _, Rule.ReturnRisk _ -> Optional.empty();
              case Memory _, Holding _ -> Optional.empty();
            };
    if (receiver.isPresent() && !receiver.get().equals(from)) {
      fail(term, "withholding-from", from.text() + " does not receive term:" + id + ".");
    }
  }

  private void party(Term term, PartyRef party) {
    switch (party) {
      case PartyRef.InRole _ -> roles = true;
      case PartyRef.Named(String id) -> {
        named.add(id);
        if (!agreement.parties().contains(id)) {
          fail(term, "party-unknown", id + " is not one of the parties.");
        }
      }
    }
  }

  private void amount(Term term, long amountMinor) {
    if (amountMinor == 0) {
      fail(term, "gives-nothing", "An amount of 0 gives nothing.");
    }
  }

  private static boolean byShipment(Rule rule) {
    return switch (rule) {
      case Rule.Fixed fixed -> fixed.per() == Rule.Per.SHIPMENT;
      case Rule.OnDelivery delivery -> delivery.when() != Rule.When.OUT_OF_STOCK;
      case Rule.Table _ -> true;
      case Rule.Resource _, Contribution _, Rule.ReturnRisk _ -> false;
      case Rule.Percentage _, Rule.Waterfall _, Rule.Promotion _, Rule.Withholding _ -> false;
      case Rule.PaymentFee _, Rule.Remaining _, Memory _, Holding _ -> false;
    };
  }

  /** Whether a fee is counted by event and not by line. */
  static boolean perEvent(Rule.Fixed fixed) {
    return fixed.per() == Rule.Per.SHIPMENT || fixed.per() == Rule.Per.RETURN;
  }

  private void fail(Term term, String rule, String detail) {
    faults.add(new Fault(term.sourceLine(), term.id(), rule, detail));
  }
}
