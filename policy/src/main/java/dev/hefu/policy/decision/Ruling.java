package dev.hefu.policy.decision;

/**
 * A decision and the rules that it was made by.
 *
 * @param revision of the rules, as the evidence names them; empty if there was no answer
 * @param logged whether the log says since when these rules decide, so that the commit judges
 *     whether they still do
 */
public record Ruling(Decision decision, String revision, boolean logged) {
  /** By rules of which the log says nothing. */
  public Ruling(Decision decision, String revision) {
    this(decision, revision, false);
  }
}
