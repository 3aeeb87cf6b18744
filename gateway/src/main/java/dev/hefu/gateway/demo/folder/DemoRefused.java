package dev.hefu.gateway.demo.folder;

/** A demo that does not start here and now; the message is one sentence that says what to do. */
public final class DemoRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refuses for this reason. */
  public DemoRefused(String message) {
    super(message);
  }
}
