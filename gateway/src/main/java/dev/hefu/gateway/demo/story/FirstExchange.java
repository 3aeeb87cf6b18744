package dev.hefu.gateway.demo.story;

import dev.hefu.client.OpenedAnswer;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentView;

/** One exchange about one person, looked at closely: only the consented cells came, provably. */
final class FirstExchange implements Step {
  static final String PERSON = "permit.person";
  static final String CONSUMER = "permit.consumer";
  static final String REQUEST = "permit.request";
  static final String EXCHANGE = "permit.exchange";
  static final String INDEX = "permit.index";
  static final String CELLS = "permit.cells";

  @Override
  public String title() {
    return "第一次交换，逐项验证 · The first exchange, verified item by item";
  }

  @Override
  public void run(Stage stage) {
    Person person = stage.persons().getFirst();
    Partner shop = stage.partner(stage.homeShop(person));
    ConsentView consent = consentOf(shop, person);
    ExchangeRequest request = Asks.request(consent);
    OpenedAnswer.Verified answer = Asks.permitted(stage, shop, request);
    for (String cell : answer.cells().keySet()) {
      boolean consented =
          consent.categories().stream()
              .anyMatch(category -> cell.startsWith(category.code() + "."));
      StepFailed.unless(consented, "the cell %s was released without consent", cell);
    }
    StepFailed.unless(!answer.cells().isEmpty(), "the first exchange released nothing");
    stage.book().note(PERSON, person.username());
    stage.book().note(CONSUMER, shop.id());
    stage.book().note(EXCHANGE, answer.exchange().toString());
    stage.book().note(INDEX, answer.index());
    stage.book().note(CELLS, String.join(", ", answer.cells().keySet()));
    stage.book().note(REQUEST, Asks.text(request));
  }

  private static ConsentView consentOf(Partner shop, Person person) {
    String id = shop.customerId(person.customer());
    return Asks.usable(shop).stream()
        .filter(consent -> id.equals(consent.subject()))
        .findFirst()
        .orElseThrow(() -> new StepFailed(shop.id() + " has no consent of " + person.username()));
  }
}
