package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.audit.LogAudit;
import dev.hefu.gateway.audit.Report;
import dev.hefu.gateway.audit.ServedLog;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import java.io.IOException;

/** The log is read from outside, built anew, and counted: it has what the demo reports. */
final class VerifyLog implements Step {
  static final String LEAVES = "log.leaves";

  @Override
  public String title() {
    return "从外部校验日志并清点 · The log is verified from outside and counted";
  }

  /** How many exchanges the log has that this demo did not ask for, such as calls by hand. */
  static final String BY_OTHERS = "log.byOthers";

  /** An attempt that ended in a 503 may have left its permit and the leaf that it was withheld. */
  private static final int MOST_LEAVES_OF_A_503 = 2;

  @Override
  public void run(Stage stage) throws IOException {
    Report.Sound sound = read(stage);
    long reported = stage.book().permits() + stage.book().denials();
    long expected = reported + stage.book().number(BY_OTHERS);
    long unseen = sound.count("exchange") - expected;
    StepFailed.unless(
        unseen >= 0 && unseen <= MOST_LEAVES_OF_A_503 * stage.book().repeats(),
        "the log has %d exchanges, the demo counted %d and repeated %d after a 503",
        sound.count("exchange"),
        expected,
        stage.book().repeats());
    stage.book().note(LEAVES, sound.checkpoint().size());
  }

  /** The whole log, verified. */
  static Report.Sound read(Stage stage) throws IOException {
    Report report;
    try (ServedLog log = new ServedLog(stage.access().address().url())) {
      report = LogAudit.check(log, stage.access().address().logKey());
    }
    if (!(report instanceof Report.Sound sound)) {
      throw new StepFailed("the log is not sound: " + report);
    }
    return sound;
  }
}
