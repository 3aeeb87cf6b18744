package dev.hefu.settlement.cases;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What must come of a case, with the reason that a person would give. */
public sealed interface Expectation {
  /** Why it must be so. */
  String why();

  /** From 1 in the file. */
  int sourceLine();

  /**
   * What an event gives, whole: {@code term party} to minor units, nothing else but the customer's
   * side. What moves between the states of one party is no gift.
   *
   * @param version the agreement version meant; empty for all of the case together
   */
  record Gives(
      String event, OptionalInt version, Map<String, Long> amounts, String why, int sourceLine)
      implements Expectation {
    /** Copies and sorts. */
    public Gives {
      amounts = new TreeMap<>(amounts);
    }
  }

  /**
   * How one posting is explained; empty texts are not asked.
   *
   * @param formula the whole formula
   * @param english the whole English sentence
   * @param chinese the whole Chinese sentence
   */
  record Explains(
      String event,
      String term,
      String party,
      String formula,
      String english,
      String chinese,
      String why,
      int sourceLine)
      implements Expectation {}

  /** The reason for which an event is not settled; {@code duplicate} for a repetition. */
  record Waits(String event, String reason, String why, int sourceLine) implements Expectation {}

  /** What each party has earned when all is told; who earned nothing is left out. */
  record Earned(Map<String, Long> amounts, String why, int sourceLine) implements Expectation {
    /** Copies and sorts. */
    public Earned {
      amounts = new TreeMap<>(amounts);
    }
  }

  /** What stands in which state when all is told: {@code party state} to minor units, no zeros. */
  record Balances(Map<String, Long> amounts, String why, int sourceLine) implements Expectation {
    /** Copies and sorts. */
    public Balances {
      amounts = new TreeMap<>(amounts);
    }
  }
}
