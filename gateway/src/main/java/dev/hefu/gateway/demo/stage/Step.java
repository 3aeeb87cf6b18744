package dev.hefu.gateway.demo.stage;

/** One step of the story. */
public interface Step {
  /** What it shows, in one line, Chinese and English. */
  String title();

  /** Whether it is told once per data folder; what it made is kept and used by later runs. */
  default boolean once() {
    return false;
  }

  /**
   * Tells it.
   *
   * @throws StepFailed if something did not hold
   * @throws Exception if a part is broken
   */
  void run(Stage stage) throws Exception;
}
