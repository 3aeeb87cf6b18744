package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.sharing.SharingBudgets;
import dev.hefu.schemas.sharing.SharingBudgets.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is used of budgets, as those who may know read it: it is what the commit counts, so that the
 * exchange after the last one that fits is refused.
 */
final class BudgetReadingTest {
  private static final int USES = 3;
  private static final int RECORDS = 2;

  private static TestNetwork network;
  private static PartnerClient market;
  private static PartnerClient wallet;
  private static SharingAgreement inForce;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ArrayNode categories = fields.putArray("merchantCategories");
    for (int i = 0; i < RECORDS; i++) {
      categories.addObject().put("category", "Coffee " + i).put("frequency", "WEEKLY");
    }
    return Map.of("payment.sensitive", fields);
  }

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(BudgetReadingTest::profile);
    market = network.market.client();
    wallet = network.wallet.client();
    inForce = network.sharing;
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Person person(ConsentGrant.Mode mode, @Nullable Integer maxRecords) {
    Person person = network.person();
    ConsentGrant usual = network.grant(mode);
    person
        .client()
        .grant(
            new ConsentGrant(
                usual.providers(),
                usual.consumer(),
                usual.purpose(),
                usual.categories(),
                usual.highestTier(),
                null,
                usual.validUntil(),
                usual.mode(),
                maxRecords == null ? null : new ConsentGrant.Frequency(USES, Window.DAY),
                maxRecords,
                usual.dataLifeDays(),
                null,
                null,
                usual.flags(),
                usual.notice()))
        .orThrow();
    return person;
  }

  private static Answer<ExchangeAnswer> ask(ExchangeRequest request) {
    return market.exchange(request, PartnerClient.newIdempotencyKey());
  }

  private static void assertSpent(Answer<ExchangeAnswer> answer, Instant opensAt) {
    Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.problem().code());
    String detail = String.valueOf(refused.problem().detail());
    assertTrue(detail.endsWith("until " + opensAt), detail);
  }

  private static List<Balance> read(Supplier<Answer<ConsentView>> reading) {
    return Objects.requireNonNull(reading.get().orThrow().budgets());
  }

  @Test
  void aConsentsUsesAndRecordsAreWhatWasExchanged() {
    Person person = person(ConsentGrant.Mode.PERIODIC, 100);
    String reference = network.reference(person);
    ExchangeRequest request = network.request(person.marketId(), reference);
    ConsentView own = person.client().consents().orThrow().items().getFirst();
    Instant next = own.validFrom().plus(Duration.ofDays(1));
    for (int used = 0; used <= USES; used++) {
      List<Balance> expected =
          List.of(
              new Balance(Balance.Of.CONSENT_USES, USES, Window.DAY, used, own.validFrom(), next),
              new Balance(
                  Balance.Of.CONSENT_RECORDS, 100, null, (long) used * RECORDS, null, null));
      assertEquals(expected, read(() -> market.consent(reference)));
      assertEquals(expected, read(() -> person.client().consent(own.reference())));
      assertEquals(expected, person.client().consents().orThrow().items().getFirst().budgets());
      assertEquals(
          expected,
          market.consents().orThrow().items().stream()
              .filter(one -> one.reference().equals(reference))
              .map(ConsentView::budgets)
              .findFirst()
              .orElseThrow());
      if (used < USES) {
        ask(request).orThrow();
      }
    }
    assertSpent(ask(request), next);
    assertEquals(USES, read(() -> market.consent(reference)).getFirst().used());
  }

  @Test
  void anUnboundedConsentHasNoneAndOneForOneUseHasOne() {
    Person free = person(ConsentGrant.Mode.PERIODIC, null);
    assertEquals(List.of(), read(() -> market.consent(network.reference(free))));
    Person once = person(ConsentGrant.Mode.ONE_TIME, null);
    String reference = network.reference(once);
    ask(network.request(once.marketId(), reference)).orThrow();
    assertEquals(
        List.of(new Balance(Balance.Of.CONSENT_USES, 1, null, 1, null, null)),
        read(() -> market.consent(reference)));
  }

  @Test
  void aProviderIsNotToldWhatTheConsumerUsed() {
    Person person = person(ConsentGrant.Mode.PERIODIC, 100);
    String provider =
        wallet.consentsAsProvider().orThrow().items().stream()
            .filter(one -> person.walletId().equals(one.subject()))
            .map(ConsentView::reference)
            .findFirst()
            .orElseThrow();
    ConsentView view = wallet.consent(provider).orThrow();
    assertEquals(person.walletId(), view.subject());
    assertNull(view.budgets());
  }

  @Test
  void nobodyReadsAConsentByAnothersReference() {
    Person person = person(ConsentGrant.Mode.PERIODIC, 100);
    String consumers = network.reference(person);
    String own = person.client().consents().orThrow().items().getFirst().reference();
    for (Answer<ConsentView> answer :
        List.of(
            wallet.consent(consumers),
            market.consent(own),
            person.client().consent(consumers),
            network.person().client().consent(own))) {
      Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
      assertEquals(ErrorCode.NOT_FOUND, refused.problem().code());
    }
  }

  /** Ends the agreement that holds and signs one with these budgets. */
  private static void agree(@Nullable SharingBudgets budgets, Instant from) {
    wallet.terminate(inForce.id()).orThrow();
    SharingAgreementTerms like = inForce.terms();
    SharingAgreement proposed =
        wallet
            .propose(
                new SharingAgreementTerms(
                    like.provider(),
                    like.consumer(),
                    like.datasets(),
                    like.purposes(),
                    like.highestTier(),
                    from,
                    like.validUntil(),
                    budgets))
            .orThrow();
    assertNull(proposed.budgets());
    inForce = market.countersign(proposed).orThrow();
  }

  @Test
  void bothPartiesReadWhatIsUsedOfTheirAgreement() {
    Instant from = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    agree(
        new SharingBudgets(new Allowance(2 * RECORDS, Window.HOUR), new Allowance(9, Window.MONTH)),
        from);
    Person person = person(ConsentGrant.Mode.PERIODIC, null);
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    Instant nextHour = from.plus(Duration.ofHours(1));
    for (int asked = 0; asked <= 2; asked++) {
      List<Balance> expected =
          List.of(
              new Balance(
                  Balance.Of.AGREEMENT_RECORDS,
                  2 * RECORDS,
                  Window.HOUR,
                  (long) asked * RECORDS,
                  from,
                  nextHour),
              new Balance(
                  Balance.Of.AGREEMENT_SUBJECTS,
                  9,
                  Window.MONTH,
                  Math.min(asked, 1),
                  from,
                  from.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant()),
              questions());
      assertEquals(expected, market.sharingAgreement(inForce.id()).orThrow().budgets());
      assertEquals(expected, wallet.sharingAgreement(inForce.id()).orThrow().budgets());
      if (asked < 2) {
        ask(request).orThrow();
      }
    }
    assertSpent(ask(request), nextHour);
    agree(null, from);
    assertEquals(List.of(questions()), market.sharingAgreement(inForce.id()).orThrow().budgets());
  }

  /** Every agreement has it; nobody has asked here. */
  private static Balance questions() {
    Instant month =
        Instant.now()
            .atOffset(ZoneOffset.UTC)
            .withDayOfMonth(1)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant();
    return new Balance(
        Balance.Of.AGREEMENT_QUESTIONS,
        100,
        Window.MONTH,
        0,
        month,
        month.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
  }
}
