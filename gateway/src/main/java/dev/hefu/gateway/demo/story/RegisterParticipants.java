package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.schemas.participant.Participant;

/** The operator registers every organisation with its public keys; none is known before. */
final class RegisterParticipants implements Step {
  @Override
  public String title() {
    return "登记参与方及其公钥 · Participants are registered with their public keys";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    stage.progress().expect(stage.partners().size());
    for (Partner partner : stage.partners().values()) {
      Participant registered = stage.operator().register(partner.registration()).orThrow();
      StepFailed.unless(
          registered.id().equals(partner.id()),
          "%s was registered as %s",
          partner.id(),
          registered.id());
      stage.progress().advance();
    }
  }
}
