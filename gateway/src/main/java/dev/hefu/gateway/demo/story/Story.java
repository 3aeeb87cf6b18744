package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.month.MonthSteps;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps in the order in which they are told. */
public final class Story {
  private static final Logger LOG = LoggerFactory.getLogger(Story.class);

  private final List<Step> beforeMoney =
      List.of(
          new ReadKeptLog(),
          new RegisterParticipants(),
          new PublishDatasets(),
          new SignSharingAgreements(),
          new EnrolPersons(),
          new FirstExchange(),
          new ManyExchanges(),
          new AskFigures(),
          new RefusedExchanges(),
          new RefusedCalls());

  private final List<Step> afterMoney =
      List.of(new CompareRecordings(), new ReadOwnLog(), new VerifyLog(), new TamperWithCopies());

  /**
   * Tells the story up to the first step that does not hold.
   *
   * @return the name of that step; empty if all held
   * @throws IOException if the book cannot be written
   */
  public Optional<String> tell(Stage stage) throws IOException {
    List<Step> steps = new ArrayList<>(beforeMoney);
    steps.addAll(MonthSteps.all());
    steps.addAll(afterMoney);
    for (Step step : steps) {
      String name = step.getClass().getSimpleName();
      if (step.once() && stage.book().isDone(name)) {
        continue;
      }
      stage.progress().begin(step.title());
      stage.book().begin(name);
      if (!holds(step, stage)) {
        return Optional.of(name);
      }
      stage.book().end(name);
      stage.progress().end("");
    }
    return Optional.empty();
  }

  private static boolean holds(Step step, Stage stage) {
    try {
      step.run(stage);
      return true;
    } catch (StepFailed failed) {
      stage.progress().fail(String.valueOf(failed.getMessage()));
      return false;
    } catch (Exception broken) {
      // Whatever breaks a step is told as its failure; the log has the whole of it.
      LOG.error("step {} broke", step.getClass().getSimpleName(), broken);
      stage.progress().fail(broken.toString());
      return false;
    }
  }
}
