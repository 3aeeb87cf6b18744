package dev.hefu.gateway.evidence;

/**
 * Evidence could not be made durable, so nothing was released and no fact changed, or it is not
 * known whether it did: whoever repeats with the same idempotency key learns it.
 */
public final class EvidenceUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EvidenceUnavailable(String message) {
    super(message);
  }

  EvidenceUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
