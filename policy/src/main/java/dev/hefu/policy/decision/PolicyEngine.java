package dev.hefu.policy.decision;

/** Decides on inputs by the rules, wherever these run. Safe for use by many threads. */
public interface PolicyEngine extends AutoCloseable {
  /** What the rules say about this input; never an exception for what the rules do. */
  Ruling decide(InputText input);

  /** Whether decisions may be expected now; a node without is not ready. */
  boolean ready();

  @Override
  void close();
}
