package dev.hefu.gateway.demo.story;

import dev.hefu.client.Answer;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every consumer asks for everybody who consented, again and again, many at once; in the middle a
 * person revokes, and from that leaf on nothing about them is released to that consumer.
 */
final class ManyExchanges implements Step {
  private static final int AT_ONCE = 32;
  private static final int FRESH = 1_060;

  /** A run on kept data shows that it still works. */
  private static final int KEPT = 120;

  static final String REVOKER = "revoked.person";
  static final String REVOKED_CONSUMER = "revoked.consumer";
  static final String REVOKED_INDEX = "revoked.index";
  static final String REFUSED_INDEX = "revoked.refusedIndex";
  static final String REVOKED_REQUEST = "revoked.request";

  @Override
  public String title() {
    return "上千次交换，中途有人撤回 · A thousand exchanges, with a revocation in the middle";
  }

  @Override
  public void run(Stage stage) throws Exception {
    boolean fresh = stage.book().number(REVOKED_INDEX) == 0;
    int exchanges = fresh ? FRESH : KEPT;
    List<Ask> asks = asks(stage);
    Revocation revocation = new Revocation(stage, fresh ? exchanges / 2 : Integer.MAX_VALUE);
    stage.progress().expect(exchanges);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < exchanges; i++) {
      Ask ask = asks.get(i % asks.size());
      tasks.add(
          () -> {
            revocation.beforeNext();
            run(stage, ask, revocation);
            stage.progress().advance();
            return null;
          });
    }
    Concurrently.run(AT_ONCE, tasks);
    revocation.check();
  }

  private record Ask(Partner consumer, ExchangeRequest request) {}

  private static List<Ask> asks(Stage stage) {
    List<Ask> asks = new ArrayList<>();
    for (Partner consumer : stage.partners().values()) {
      for (ConsentView consent : Asks.usable(consumer)) {
        asks.add(new Ask(consumer, Asks.request(consent)));
      }
    }
    StepFailed.unless(!asks.isEmpty(), "nobody has a consent");
    return asks;
  }

  private static void run(Stage stage, Ask ask, Revocation revocation) {
    Answer<ExchangeAnswer> answer = Asks.ask(stage, ask.consumer(), ask.request());
    switch (answer) {
      case Answer.Success<ExchangeAnswer>(int status, ExchangeAnswer released) -> {
        OpenedAnswer opened = ask.consumer().opener().open(ask.request(), released);
        StepFailed.unless(
            opened instanceof OpenedAnswer.Verified, "%s got %s", ask.consumer().id(), opened);
        revocation.released(ask.request(), released.evidence().index());
      }
      case Answer.Refused<ExchangeAnswer>(Problem problem) -> {
        StepFailed.unless(
            problem.code() == ErrorCode.CONSENT_REVOKED && revocation.isOf(ask.request()),
            "%s was refused by %s: %s, %s",
            ask.consumer().id(),
            ask.request().provider(),
            problem.code().code(),
            problem.detail());
        revocation.refused(problem);
      }
    }
  }

  /** One person takes back what they allowed the payment participant. */
  private static final class Revocation {
    private final Stage stage;
    private final int after;
    private final Person person;
    private final String reference;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong lastReleased = new AtomicLong(-1);
    private final AtomicLong refusedAt = new AtomicLong(-1);
    private final AtomicLong revokedAt = new AtomicLong(-1);

    Revocation(Stage stage, int after) {
      this.stage = stage;
      this.after = after;
      this.person = stage.persons().get(1);
      Partner payment = stage.partner(Cast.PAYMENT);
      String id = payment.customerId(person.customer());
      this.reference =
          Asks.consents(payment).stream()
              .filter(consent -> id.equals(consent.subject()))
              .map(ConsentView::reference)
              .findFirst()
              .orElseThrow(() -> new StepFailed("the payment participant has no consent"));
    }

    void beforeNext() throws Exception {
      if (begun.incrementAndGet() == after) {
        ConsentView own =
            person.client().consents().orThrow().items().stream()
                .filter(consent -> consent.consumer().equals(Cast.PAYMENT))
                .findFirst()
                .orElseThrow();
        ConsentView revoked = person.client().revoke(own.reference()).orThrow();
        Evidence leaf = revoked.evidence();
        if (leaf == null) {
          throw new StepFailed("the revocation has no evidence");
        }
        revokedAt.set(leaf.index());
      }
    }

    boolean isOf(ExchangeRequest request) {
      return reference.equals(request.consent());
    }

    void released(ExchangeRequest request, long index) {
      if (isOf(request)) {
        lastReleased.accumulateAndGet(index, Math::max);
      }
    }

    void refused(Problem problem) {
      if (problem.evidence() != null) {
        refusedAt.set(problem.evidence().index());
      }
    }

    void check() throws Exception {
      if (after == Integer.MAX_VALUE) {
        return;
      }
      StepFailed.unless(
          lastReleased.get() < revokedAt.get(),
          "leaf %d released data after the revocation in leaf %d",
          lastReleased.get(),
          revokedAt.get());
      Partner payment = stage.partner(Cast.PAYMENT);
      ExchangeRequest request =
          Asks.request(
              Asks.consents(payment).stream()
                  .filter(consent -> reference.equals(consent.reference()))
                  .findFirst()
                  .orElseThrow());
      refused(Asks.refused(stage, payment, request, ErrorCode.CONSENT_REVOKED));
      stage.book().note(REVOKER, person.username());
      stage.book().note(REVOKED_CONSUMER, payment.id());
      stage.book().note(REVOKED_INDEX, revokedAt.get());
      stage.book().note(REFUSED_INDEX, refusedAt.get());
      stage.book().note(REVOKED_REQUEST, Asks.text(request));
    }
  }
}
