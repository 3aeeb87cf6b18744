package dev.hefu.gateway.demo.story;

import dev.hefu.client.OpenedFigures;
import dev.hefu.gateway.demo.partner.DatasetNames;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import java.util.List;

/** How many persons are in which group is asked twice: the same is told, and of no small group. */
final class AskFigures implements Step {
  static final String CONSUMER = "figures.consumer";
  static final String REQUEST = "figures.request";
  static final String PERSONS = "figures.persons";
  static final String TOLD = "figures.told";
  static final String HIDDEN = "figures.hidden";

  /** What the rules want at least; the gateway says what held. */
  private static final int SMALLEST_GROUP = 20;

  @Override
  public String title() {
    return "询问人数，小群体不予透露 · How many are asked for, and small groups are not told";
  }

  @Override
  public void run(Stage stage) {
    Partner payment = stage.partner(Cast.PAYMENT);
    FigureRequest request =
        new FigureRequest(
            Cast.MARKETPLACE,
            DatasetNames.PRODUCT_INSIGHT,
            1,
            Purpose.FRAUD_PREVENTION,
            List.of("orders"));
    OpenedFigures.Verified first = opened(stage, payment, request);
    OpenedFigures.Verified again = opened(stage, payment, request);
    StepFailed.unless(
        first.text().equals(again.text()) || !isSameDay(first, again),
        "the same question had two answers: %s and %s",
        first.text(),
        again.text());
    Figures figures = again.figures();
    int told = 0;
    for (Figures.Group group : figures.groups()) {
      Integer persons = group.persons();
      if (persons != null) {
        told++;
        StepFailed.unless(
            persons >= SMALLEST_GROUP && persons % figures.rounding() == 0,
            "a group of %d was told of",
            persons);
      }
    }
    stage.book().note(CONSUMER, payment.id());
    stage.book().note(REQUEST, Asks.text(request));
    stage.book().note(PERSONS, figures.persons());
    stage.book().note(TOLD, told);
    stage.book().note(HIDDEN, figures.groups().size() - told);
  }

  private static boolean isSameDay(OpenedFigures.Verified one, OpenedFigures.Verified other) {
    return one.figures().day().equals(other.figures().day());
  }

  private static OpenedFigures.Verified opened(
      Stage stage, Partner consumer, FigureRequest request) {
    return switch (consumer
        .figureOpener()
        .open(request, Asks.figures(stage, consumer, request).orThrow())) {
      case OpenedFigures.Verified verified -> verified;
      case OpenedFigures.Rejected(String reason) -> throw new StepFailed(reason);
    };
  }
}
