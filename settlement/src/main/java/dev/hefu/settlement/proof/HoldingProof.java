package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a term about when money is payable. */
final class HoldingProof {
  private final Agreement agreement;
  private final Term term;
  private final List<Fault> faults = new ArrayList<>();

  HoldingProof(Agreement agreement, Term term) {
    this.agreement = agreement;
    this.term = term;
  }

  List<Fault> faults(Holding rule, int depth) {
    if (depth > 1) {
      fail("holding-nested", "When money is payable is said at the top level.");
    }
    if (term.keep()) {
      fail("holding-keep", "It gives nothing that could be kept.");
    }
    switch (rule) {
      case Holding.Maturity maturity -> {
        maturity.parties().forEach(this::known);
        hidden(maturity);
      }
      case Holding.Reserve reserve -> {
        known(reserve.party());
        once(Holding.Reserve.class, reserve.party());
      }
      case Holding.Holdback holdback -> {
        known(holdback.party());
        once(Holding.Holdback.class, holdback.party());
        if (holdback.amountMinor() == 0) {
          fail("gives-nothing", "A holdback of 0 holds nothing.");
        }
      }
    }
    return faults;
  }

  /** An earlier term without a condition matures a party's lines all by itself. */
  private void hidden(Holding.Maturity maturity) {
    List<String> left =
        new ArrayList<>(maturity.parties().isEmpty() ? agreement.parties() : maturity.parties());
    for (Term each : agreement.terms()) {
      if (each.id().equals(term.id())) {
        break;
      }
      if (each.rule() instanceof Holding.Maturity before && !each.conditional()) {
        left.removeAll(before.parties().isEmpty() ? agreement.parties() : before.parties());
      }
    }
    if (left.isEmpty()) {
      fail("unreachable", "Earlier terms say when everything of its parties matures.");
    }
  }

  private void once(Class<? extends Holding> kind, String party) {
    if (term.conditional()) {
      fail("reserve-conditional", "A reserve is held of all that is payable, not of some lines.");
    }
    long count =
        agreement.terms().stream()
            .map(Term::rule)
            .filter(kind::isInstance)
            .filter(rule -> party.equals(party((Holding) rule)))
            .count();
    if (count > 1) {
      fail("reserve-twice", party + " has two reserves of one kind.");
    }
  }

  private static String party(Holding rule) {
    return switch (rule) {
      case Holding.Maturity _ -> "";
      case Holding.Reserve reserve -> reserve.party();
      case Holding.Holdback holdback -> holdback.party();
    };
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
