package dev.hefu.gateway.demo.month;

import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.revenue.PeriodClose;

/** The month is closed for every agreement: roundings are evened out, statements written. */
final class CloseMonth implements Step {
  @Override
  public String title() {
    return "关账：配平舍入，出具结算单 · The month is closed and every party gets its statement";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    stage.progress().expect(Cast.brands().size());
    for (String brand : Cast.brands()) {
      String agreement = stage.book().text(SignRevenueAgreements.AGREEMENT + brand);
      PeriodClose close = stage.operator().close(agreement, stage.world().month()).orThrow();
      StepFailed.unless(!close.statements().isEmpty(), "the close of %s gave no statement", brand);
      stage.progress().advance();
    }
  }
}
