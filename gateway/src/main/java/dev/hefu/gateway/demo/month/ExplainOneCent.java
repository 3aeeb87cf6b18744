package dev.hefu.gateway.demo.month;

import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.Line;
import dev.hefu.schemas.revenue.Explanation;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.StatementSummary;
import java.util.Set;
import java.util.stream.Collectors;

/** The marketplace asks why it got one cent more than half a cent's worth. */
final class ExplainOneCent implements Step {
  static final String POSTING = "cent.posting";
  static final String EN = "cent.en";
  static final String ZH = "cent.zh";

  /** One eighth of such an amount ends in half a cent, so that the rank decides. */
  private static final int EIGHTH = 8;

  @Override
  public String title() {
    return "解释一分钱 · One cent is explained";
  }

  @Override
  public void run(Stage stage) {
    Set<String> halves =
        stage.world().lines().stream()
            .filter(line -> line.paidMinor() % EIGHTH == EIGHTH / 2)
            .map(ExplainOneCent::name)
            .collect(Collectors.toSet());
    PartnerClient marketplace = stage.partner(Cast.MARKETPLACE).client();
    Statement.Line cent = find(stage, marketplace, halves);
    Explanation why = marketplace.explain(cent.posting()).orThrow();
    StepFailed.unless(
        why.amountMinor() == cent.amountMinor(),
        "posting %s is %d, its explanation says %d",
        cent.posting(),
        cent.amountMinor(),
        why.amountMinor());
    stage.book().note(POSTING, cent.posting());
    stage.book().note(EN, why.sentence().en());
    stage.book().note(ZH, why.sentence().zh());
  }

  private static Statement.Line find(Stage stage, PartnerClient marketplace, Set<String> halves) {
    for (StatementSummary summary :
        marketplace.statements(stage.world().month()).orThrow().items()) {
      for (Statement.Line line : marketplace.statement(summary.id()).orThrow().lines()) {
        String name = line.line();
        if (line.term().equals("commission") && name != null && halves.contains(name)) {
          return line;
        }
      }
    }
    throw new StepFailed("no commission ends in half a cent");
  }

  private static String name(Line line) {
    return line.seller() + "/" + line.order() + "/" + line.number();
  }
}
