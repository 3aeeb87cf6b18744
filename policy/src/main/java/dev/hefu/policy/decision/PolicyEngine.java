package dev.hefu.policy.decision;

/**
 * The rules, compiled to WebAssembly and run in this process by a pool of instances. Safe for use
 * by many threads. Built warm: when the constructor returns, it answers at full speed.
 */
public final class PolicyEngine implements AutoCloseable {
  /** An engine with as many instances as decisions may run at once. */
  public PolicyEngine(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException("instances: " + instances);
    }
  }

  /** What the rules say about this input. */
  public Decision decide(DecisionInput input) {
    throw new UnsupportedOperationException();
  }

  /** SHA-256 of the rules' sources, in hex. */
  public String revision() {
    throw new UnsupportedOperationException();
  }

  /** SHA-256 of the canonical JSON of the input, base64url. */
  public String digest(DecisionInput input) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
