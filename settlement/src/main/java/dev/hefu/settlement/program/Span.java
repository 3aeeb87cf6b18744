package dev.hefu.settlement.program;

/**
 * How much there is of a window that a term with memory counts over.
 *
 * @param over whether it has ended
 * @param cut whether it ended with the version, before its own end
 * @param days from its first day to the version's end, if it is cut
 * @param ofDays from its first day to its own end, if it is cut
 */
public record Span(boolean over, boolean cut, long days, long ofDays) {
  /** A window that nothing cuts short. */
  public static Span whole(boolean over) {
    return new Span(over, false, 0, 0);
  }
}
