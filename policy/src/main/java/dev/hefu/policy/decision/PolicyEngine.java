package dev.hefu.policy.decision;

import dev.hefu.policy.input.InputText;

/** Decides on inputs by the rules, wherever these run. Safe for use by many threads. */
public interface PolicyEngine extends AutoCloseable {
  /** What the rules say about this input; never an exception for what the rules do. */
  Ruling decide(InputText input);

  /** What the rules say about learning who a leaf is about; never an exception for what they do. */
  BreakGlassRuling breakGlass(InputText input);

  /**
   * Whether a ruling may still be committed: the rules that gave it decide now, or did until five
   * seconds ago.
   */
  boolean holds(Ruling ruling);

  /** Whether decisions may be expected now; a node without is not ready. */
  boolean ready();

  @Override
  void close();
}
