package dev.hefu.policy.decision;

import com.styra.opa.wasm.OpaPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One WebAssembly instance of the rules. It runs on one thread at a time; an evaluation that takes
 * too long is interrupted, and its instance must not be used again.
 */
final class Instance {
  private final OpaPolicy policy;
  private @Nullable Thread running;
  private long startedNanos;
  private boolean interrupted;

  Instance(OpaPolicy policy) {
    this.policy = policy;
  }

  /**
   * The rules' answer to this input.
   *
   * @throws RuntimeException if the rules fail or the evaluation was interrupted
   */
  String evaluate(String input) {
    begin();
    try {
      return policy.evaluate(input);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    running = Thread.currentThread();
    startedNanos = System.nanoTime();
    interrupted = false;
  }

  /** Takes back an interrupt of ours, so that it hits nothing but the evaluation. */
  private synchronized void end() {
    running = null;
    if (interrupted) {
      Thread.interrupted();
    }
  }

  /** Interrupts the evaluation if it runs for longer than this. */
  synchronized void interruptAfter(long limitNanos) {
    Thread thread = running;
    if (thread != null && !interrupted && System.nanoTime() - startedNanos > limitNanos) {
      interrupted = true;
      thread.interrupt();
    }
  }
}
