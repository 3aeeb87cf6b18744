package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An amendment that says {@code continues}: its terms with memory go on counting where the terms of
 * the same id of the version before it stopped, in every window that is open when it begins.
 */
public final class Continuation {
  private static final String MEMBER = "/continues";

  private final Agreement before;
  private final Agreement next;
  private final int line;
  private final List<Fault> faults = new ArrayList<>();

  private Continuation(Agreement before, Agreement next, int line) {
    this.before = before;
    this.next = next;
    this.line = line;
  }

  /**
   * What must hold of two versions of which the later continues the earlier.
   *
   * @param line of the member {@code continues} in the later document; 0 if unknown
   */
  public static List<Fault> faults(Agreement before, Agreement next, int line) {
    return new Continuation(before, next, line).faults();
  }

  /** The ids of the terms whose counters go on; none unless the later version says so. */
  public static Set<String> terms(Agreement before, Agreement next) {
    Set<String> ids = new LinkedHashSet<>();
    if (next.continues()) {
      for (Term term : before.terms()) {
        if (term.rule() instanceof Memory && memory(next, term.id()).isPresent()) {
          ids.add(term.id());
        }
      }
    }
    return ids;
  }

  private List<Fault> faults() {
    same("continues-currency", "currency", before.currency(), next.currency());
    same("continues-zone", "zone", before.zone(), next.zone());
    same("continues-divides", "divides", before.divides().word(), next.divides().word());
    if (!new HashSet<>(before.parties()).equals(new HashSet<>(next.parties()))) {
      fail(
          "continues-parties",
          "Counters go on between the same parties: " + before.parties() + " before.");
    }
    if (before.until().map(end -> end.isBefore(next.from())).orElse(false)) {
      fail(
          "continues-gap",
          "The version before ends on "
              + before.until().orElseThrow()
              + ", and its windows with it; "
              + next.from()
              + " is later.");
    }
    Set<String> terms = terms(before, next);
    if (terms.isEmpty()) {
      fail("continues-nothing", "No term with memory stands in both versions.");
    }
    terms.forEach(this::term);
    return List.copyOf(faults);
  }

  private void term(String id) {
    Memory was = memory(before, id).orElseThrow();
    Term term = term(next, id).orElseThrow();
    Memory now = (Memory) term.rule();
    List<String> differs = new ArrayList<>();
    if (!was.getClass().equals(now.getClass())) {
      differs.add("its rule");
    }
    if (!was.to().equals(now.to())) {
      differs.add("to");
    }
    if (!payer(before, was).equals(payer(next, now))) {
      differs.add("from");
    }
    if (!was.of().equals(now.of())) {
      differs.add("of");
    }
    if (was.per() != now.per()) {
      differs.add("per");
    }
    if (!differs.isEmpty()) {
      faults.add(
          new Fault(
              term.sourceLine(),
              id,
              "continues-term",
              String.join(", ", differs) + " differs from the version before: another counter."));
    }
  }

  private void same(String rule, String member, Object was, Object now) {
    if (!was.equals(now)) {
      fail(rule, "The version before has " + member + " " + was + ", this one " + now + ".");
    }
  }

  private static Optional<PartyRef> payer(Agreement agreement, Memory rule) {
    return rule.from().or(agreement::remaining);
  }

  private static Optional<Memory> memory(Agreement agreement, String id) {
    return term(agreement, id)
        .map(Term::rule)
        .filter(Memory.class::isInstance)
        .map(Memory.class::cast);
  }

  private static Optional<Term> term(Agreement agreement, String id) {
    return agreement.terms().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private void fail(String rule, String detail) {
    faults.add(new Fault(line, MEMBER, rule, detail));
  }
}
