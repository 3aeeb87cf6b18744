package dev.hefu.policy.figure;

/** What came of reading a provider's counts. */
public sealed interface TallyReading {
  /**
   * They can be so.
   *
   * @param strays counts left out since they name a value, or so many of them, that the schema does
   *     not list; their persons then count as having none
   */
  record Read(Tally tally, int strays) implements TallyReading {}

  /** They cannot: nothing is told. The reason names no number of persons. */
  record Refused(String reason) implements TallyReading {}
}
