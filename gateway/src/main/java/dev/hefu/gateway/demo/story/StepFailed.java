package dev.hefu.gateway.demo.story;

/** A step of the story that did not hold; the message says what was expected and what came. */
final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message);
  }

  /**
   * Ends the step unless the condition holds.
   *
   * @param message a format of what was expected
   */
  @SuppressWarnings("AnnotateFormatMethod") // Its annotation would be a library for one word.
  static void unless(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new StepFailed(message.formatted(values));
    }
  }
}
