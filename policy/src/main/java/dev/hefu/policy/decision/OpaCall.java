package dev.hefu.policy.decision;

import java.net.URI;
import java.time.Duration;

/** How a question gets to an OPA server; whoever listens and connects provides it. */
@FunctionalInterface
public interface OpaCall {
  /**
   * Posts JSON and waits for the whole answer.
   *
   * @param limit for all of it
   * @param maxBytes of the answer
   */
  Reply post(URI address, String json, Duration limit, int maxBytes);

  /** What came back. */
  sealed interface Reply {
    /** An answer of any status. */
    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    record Answered(int status, byte[] body) implements Reply {}

    /** None within the limits; one clause for the log. */
    record Failed(String why) implements Reply {}
  }
}
