package dev.hefu.policy.decision;

import dev.hefu.policy.input.InputText;

/**
 * Decides on inputs by the rules, wherever these run. Safe for use by many threads. Whether a
 * ruling may still be committed is for the commit, which reads which rules are in force.
 */
public interface PolicyEngine extends AutoCloseable {
  /** What the rules say about this input; never an exception for what the rules do. */
  Ruling decide(InputText input);

  /** What the rules say about learning who a leaf is about; never an exception for what they do. */
  BreakGlassRuling breakGlass(InputText input);

  /** Whether decisions may be expected now; a node without is not ready. */
  boolean ready();

  @Override
  void close();
}
