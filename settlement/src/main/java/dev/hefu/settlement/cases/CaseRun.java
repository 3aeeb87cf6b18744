package dev.hefu.settlement.cases;

import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Settles a case and holds what came of it against what was expected. */
public final class CaseRun {
  private final CaseBooks books;

  private CaseRun(CaseBooks books) {
    this.books = books;
  }

  /** One check per expectation, and one that every posting of a line is recomputed by its words. */
  public static List<Check> run(CaseFile.Case each) {
    CaseRun run = new CaseRun(CaseBooks.settle(each));
    List<Check> checks = new ArrayList<>();
    each.expected().forEach(expected -> checks.add(run.check(expected)));
    checks.add(run.recomputed(each.sourceLine()));
    return checks.stream().allMatch(Check::holds) ? checks : run.because(each, checks);
  }

  /** Where something does not hold: what is not settled and was not expected to wait, and why. */
  private List<Check> because(CaseFile.Case each, List<Check> checks) {
    Map<String, String> waits = new TreeMap<>(books.reasons());
    for (Expectation expected : each.expected()) {
      if (expected instanceof Expectation.Waits of) {
        waits.remove(of.event());
      }
    }
    StringJoiner why = new StringJoiner("; ", "; not settled: ", "").setEmptyValue("");
    waits.forEach(
        (event, reason) -> why.add((event + " " + reason + " " + books.detail(event)).strip()));
    return checks.stream()
        .map(check -> check.holds() ? check : check.with(why.toString()))
        .toList();
  }

  private Check check(Expectation expected) {
    return switch (expected) {
      case Expectation.Gives gives ->
          Check.of(
              gives.event() + " gives",
              gives.why(),
              gives.amounts(),
              books.given(gives.event(), gives.version()),
              gives.sourceLine());
      case Expectation.Explains explains -> explained(explains);
      case Expectation.Waits waits ->
          Check.of(
              waits.event() + " waits",
              waits.why(),
              waits.reason(),
              books.reasons().getOrDefault(waits.event(), "settled"),
              waits.sourceLine());
      case Expectation.Earned earned ->
          Check.of("earned", earned.why(), earned.amounts(), earned(), earned.sourceLine());
      case Expectation.Balances balances ->
          Check.of(
              "balances",
              balances.why(),
              balances.amounts(),
              books.balances(),
              balances.sourceLine());
    };
  }

  private Map<String, Long> earned() {
    Map<String, Long> sums = new TreeMap<>();
    books.amounts().forEach(each -> sums.merge(each.party(), each.amountMinor(), Long::sum));
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private Check explained(Expectation.Explains expected) {
    List<String> wanted = new ArrayList<>();
    List<String> found = new ArrayList<>();
    var explained = books.explained(expected.event(), expected.term(), expected.party());
    Map<String, String> texts =
        explained.isEmpty()
            ? Map.of()
            : Map.of(
                "formula", explained.get().formula(),
                "english", explained.get().english(),
                "chinese", explained.get().chinese());
    Map.of(
            "formula", expected.formula(),
            "english", expected.english(),
            "chinese", expected.chinese())
        .forEach(
            (name, text) -> {
              if (!text.isEmpty()) {
                wanted.add(text);
                found.add(texts.getOrDefault(name, "no such posting"));
              }
            });
    String what = expected.event() + " explains " + expected.term() + " of " + expected.party();
    return Check.of(what, expected.why(), wanted, found, expected.sourceLine());
  }

  private Check recomputed(int sourceLine) {
    List<String> off = new ArrayList<>();
    for (Book book : books.books()) {
      for (Entry entry : book.settled().entries()) {
        for (int place = 0; place < entry.postings().size(); place++) {
          Posting posting = entry.postings().get(place);
          boolean same =
              book.explained(entry, place)
                  .map(explained -> explained.amountMinor() == posting.amountMinor())
                  .orElse(false);
          if (!same) {
            off.add(entry.event().id() + " " + entry.cause().word() + " " + posting);
          }
        }
      }
    }
    return Check.of(
        "explanations",
        "Every posting is recomputed to its amount by what explains it.",
        List.of(),
        off,
        sourceLine);
  }
}
