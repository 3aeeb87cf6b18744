package dev.hefu.gateway.demo.month;

import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.revenue.RevenueAgreement;

/** Per brand one agreement, signed by every party that gets or gives anything. */
final class SignRevenueAgreements implements Step {
  static final String AGREEMENT = "agreement.";

  @Override
  public String title() {
    return "每个品牌一份分成协议，各方会签 · One revenue agreement per brand, signed by every party";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    stage.progress().expect(Cast.brands().size());
    for (String brand : Cast.brands()) {
      RevenueAgreement agreement =
          stage.partner(brand).client().propose(RevenueDocuments.of(brand)).orThrow();
      for (String party : RevenueDocuments.parties(brand)) {
        if (!party.equals(brand)) {
          agreement = stage.partner(party).client().countersign(agreement).orThrow();
        }
      }
      StepFailed.unless(
          agreement.state() != RevenueAgreement.State.PROPOSED,
          "the agreement of %s is not in force after every party signed",
          brand);
      stage.book().note(AGREEMENT + brand, agreement.id());
      stage.progress().advance();
    }
  }
}
