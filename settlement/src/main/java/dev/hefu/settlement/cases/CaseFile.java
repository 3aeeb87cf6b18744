package dev.hefu.settlement.cases;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.event.Event;
import java.util.List;

/**
 * A file of cases, by {@code docs/formats/settlement-cases.md}.
 *
 * @param cases at least one
 */
public record CaseFile(String titleEnglish, String titleChinese, List<Case> cases) {
  /** Copies. */
  public CaseFile {
    cases = List.copyOf(cases);
  }

  /**
   * One case.
   *
   * @param name what happens, in a few words
   * @param versions of one agreement, or several agreements; the first that selects a line has it
   * @param told the events in the order of arrival, repetitions included
   * @param expected at least one
   * @param sourceLine from 1 in the file
   */
  public record Case(
      String name,
      List<Agreement> versions,
      List<Told> told,
      List<Expectation> expected,
      int sourceLine) {
    /** Copies. */
    public Case {
      versions = List.copyOf(versions);
      told = List.copyOf(told);
      expected = List.copyOf(expected);
    }
  }

  /** One event of a case as its reader took it. */
  public sealed interface Told {
    /** The name that expectations use. */
    String id();

    /** A well-formed event. */
    record Good(String id, Event event) implements Told {}

    /**
     * An event that is refused.
     *
     * @param detail what the sender would be told
     */
    record Refused(String id, String reason, String detail) implements Told {}
  }
}
