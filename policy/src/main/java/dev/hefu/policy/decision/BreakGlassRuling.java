package dev.hefu.policy.decision;

import java.util.List;

/**
 * What the rules say about learning who a leaf is about.
 *
 * @param reasons why not, in the rules' own words; empty if it is permitted
 * @param revision of the rules; empty if there was no answer
 */
public record BreakGlassRuling(boolean permit, List<String> reasons, String revision) {
  private static final String UNAVAILABLE = "policy-unavailable";

  public BreakGlassRuling {
    reasons = List.copyOf(reasons);
  }

  /** No answer, or none that is understood, is no permission. */
  static BreakGlassRuling unavailable(String revision) {
    return new BreakGlassRuling(false, List.of(UNAVAILABLE), revision);
  }
}
