package dev.hefu.gateway.embedded;

/** A part that does not start here and now; the message is one sentence that says what to do. */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartRefused(String message) {
    super(message);
  }

  StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
