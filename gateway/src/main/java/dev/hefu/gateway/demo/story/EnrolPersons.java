package dev.hefu.gateway.demo.story;

import dev.hefu.client.PersonClient;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.person.LinkNonce;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Persons sign up, link their accounts and grant consents; nobody can do it for them. */
final class EnrolPersons implements Step {
  /** The identity provider hashes passwords, which is slow on purpose. */
  private static final int AT_ONCE = 4;

  @Override
  public String title() {
    return "个人注册、关联账户、给予同意 · Persons sign up, link their accounts, grant consents";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) throws Exception {
    stage.progress().expect(stage.persons().size());
    List<Callable<Void>> tasks =
        stage.persons().stream().map(person -> enrolment(stage, person)).toList();
    Concurrently.run(AT_ONCE, tasks);
  }

  private static Callable<Void> enrolment(Stage stage, Person person) {
    return () -> {
      String shop = stage.homeShop(person);
      for (String participant : List.of(Cast.MARKETPLACE, Cast.PAYMENT, shop)) {
        link(stage.partner(participant), person);
      }
      PersonClient client = person.client();
      client.grant(Grants.againstFraud()).orThrow();
      client.grant(Grants.toRecommend()).orThrow();
      client.grant(Grants.toServe(shop)).orThrow();
      stage.progress().advance();
      return null;
    };
  }

  private static void link(Partner participant, Person person) throws IOException {
    LinkNonce nonce = person.client().requestLink(participant.id()).orThrow();
    person.client().completeLink(participant.linkToken(nonce, person.customer())).orThrow();
  }
}
