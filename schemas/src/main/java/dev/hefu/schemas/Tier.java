package dev.hefu.schemas;

/**
 * How identifiable an answer may be, from least to most; the natural order is the order of
 * identifiability.
 */
public enum Tier {
  AGGREGATE,
  PSEUDONYMOUS,
  IDENTIFIED;

  /** Whether an answer of this tier may be given where {@code highest} is the highest allowed. */
  public boolean within(Tier highest) {
    return compareTo(highest) <= 0;
  }
}
