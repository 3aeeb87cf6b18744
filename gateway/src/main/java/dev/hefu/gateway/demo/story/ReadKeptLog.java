package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import java.io.IOException;

/** What the log holds before this run: somebody may have called by hand since the last one. */
final class ReadKeptLog implements Step {
  @Override
  public String title() {
    return "读取既有日志 · The log that was kept is read and verified";
  }

  @Override
  public void run(Stage stage) throws IOException {
    long reported = stage.book().permits() + stage.book().denials();
    long kept = VerifyLog.read(stage).count("exchange");
    stage.book().note(VerifyLog.BY_OTHERS, kept - reported);
  }
}
