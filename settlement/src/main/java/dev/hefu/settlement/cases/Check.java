package dev.hefu.settlement.cases;

/**
 * Whether one expectation holds.
 *
 * @param what the expectation in a few words
 * @param sourceLine from 1 in the file
 */
public record Check(
    String what, String why, boolean holds, String expected, String actual, int sourceLine) {
  /** The same with more of what came. */
  Check with(String more) {
    return new Check(what, why, holds, expected, actual + more, sourceLine);
  }

  static Check of(String what, String why, Object expected, Object actual, int sourceLine) {
    return new Check(
        what,
        why,
        expected.equals(actual),
        String.valueOf(expected),
        String.valueOf(actual),
        sourceLine);
  }
}
