package dev.hefu.gateway.demo.stage;

/** A step of the story that did not hold; the message says what was expected and what came. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Fails for this reason. */
  public StepFailed(String message) {
    super(message);
  }

  /**
   * Ends the step unless the condition holds.
   *
   * @param message a format of what was expected
   */
  @SuppressWarnings("AnnotateFormatMethod") // Its annotation would be a library for one word.
  public static void unless(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new StepFailed(message.formatted(values));
    }
  }
}
