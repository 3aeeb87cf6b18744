package dev.hefu.policy.decision;

/** Runs a fresh instance until it answers at its usual speed. */
final class Warmth {
  /** After this many the compiled module has been through the JVM's compiler as well. */
  private static final int ROUNDS = 200;

  private Warmth() {}

  static void bring(Instance instance) {
    for (int i = 0; i < ROUNDS; i++) {
      instance.evaluate("{}");
    }
  }
}
