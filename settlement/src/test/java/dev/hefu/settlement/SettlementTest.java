package dev.hefu.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.event.EventResult;
import dev.hefu.settlement.ledger.Explanation;
import dev.hefu.settlement.ledger.Statement;
import dev.hefu.settlement.ledger.StatementPosting;
import dev.hefu.settlement.ledger.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** The door from proposal to explained statement, on a real database. */
final class SettlementTest {
  private final Market market = new Market();

  @Test
  void oneMonthFromAgreementToStatements() {
    AgreementView agreement = market.countersigned();
    assertEquals(AgreementView.State.ACTIVE, agreement.state());
    assertEquals(4, agreement.signatures().size());
    accepted(market.accept(Market.PLATFORM, Market.paid("1", 10_000), Market.paid("2", 3_333)));
    accepted(market.accept(Market.CARRIER, Market.shipped("1", 800), Market.shipped("2", 4_000)));
    accepted(
        market.accept(
            Market.PLATFORM, Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1)));

    CloseOutcome.Closed closed = closed(market.close(agreement, "2026-06", Market.JULY));
    assertFalse(closed.repeated());
    assertEquals(2, closed.lines());
    assertEquals(0, closed.waiting());
    assertEquals(
        List.of("marketplace", "brand-3", "store-1", "carrier-1"),
        closed.statements().stream().map(Statement::party).toList());
    // The first line gives 1250, 50 and 8700, its half back takes 625 and, with the kept fee, 4375.
    assertEquals(List.of(625L + 417, 4325L - 300 + 2866 - 700, 100L, 1000L), totals(closed));
    assertEquals(13_333 - 5_000, totals(closed).stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void everyPostingOfAStatementIsExplained() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 9_999), Market.paid("2", 3_333));
    market.accept(Market.CARRIER, Market.shipped("1", 800));
    market.accept(
        Market.PLATFORM,
        Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1),
        Market.refund("1", "r-2", "2026-06-21T12:00:00Z", 6_000, 1));
    CloseOutcome.Closed closed = closed(market.close(agreement, "2026-06", Market.JULY));
    for (Statement statement : closed.statements()) {
      long sum = 0;
      for (StatementPosting posting :
          market.settlement.postings(
              market.database, statement.id(), statement.party(), 0, 1_000)) {
        Explanation why =
            market
                .settlement
                .explain(market.database, posting.id(), statement.party())
                .orElseThrow();
        assertEquals(posting.amountMinor(), why.amountMinor(), why.formula());
        assertEquals(posting.term(), why.term());
        assertFalse(why.english().isBlank() || why.chinese().isBlank());
        sum += posting.amountMinor();
      }
      assertEquals(statement.totalMinor(), sum);
    }
    long first =
        market
            .settlement
            .postings(market.database, closed.statements().get(0).id(), "marketplace", 0, 1)
            .get(0)
            .id();
    assertTrue(market.settlement.explain(market.database, first, "stranger").isEmpty());
    assertEquals(
        "99.99 × 12.5% → 12.49⅞ → 12.49, +0.01 by largest fraction",
        market.settlement.explain(market.database, first, "marketplace").orElseThrow().formula());
  }

  /** An indicator belongs to no line: the first close after its report takes it in, once. */
  @Test
  void anIndicatorReachesTheCloseOfItsPeriod() {
    String terms =
        Market.AGREEMENT.replace(
            "  - {id: proceeds",
            "  - {id: quality, indicator: {to: marketplace, from: brand-3, of: 'term:commission',"
                + " name: satisfaction, party: marketplace, by: marketplace, referencePpm: 900000,"
                + " slopePpm: 1000000, leastPpm: -100000, mostPpm: 100000}}\n  - {id: proceeds");
    AgreementView agreement = market.countersigned(terms);
    market.accept(Market.PLATFORM, Market.paid("1", 10_000), indicator("2026-06", 950_000));
    CloseOutcome.Closed june = closed(market.close(agreement, "2026-06", Market.JULY));
    // A commission of 1,250 and 5 % of it.
    assertEquals(List.of(1_250L + 62, 10_000L - 1_250 - 50 - 62, 50L, 0L), totals(june));
    StatementPosting posting =
        market
            .settlement
            .postings(market.database, june.statements().get(0).id(), "marketplace", 0, 10)
            .stream()
            .filter(each -> each.term().equals("quality"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        62,
        market
            .settlement
            .explain(market.database, posting.id(), "marketplace")
            .orElseThrow()
            .amountMinor());
    market.accept(Market.PLATFORM, indicator("2026-06", 900_000));
    CloseOutcome.Closed july =
        closed(market.close(agreement, "2026-07", Market.JULY.plusSeconds(40L * 86_400)));
    assertEquals(List.of(-62L, 62L, 0L, 0L), totals(july), "a later report corrects it");
  }

  private static String indicator(String period, long ppm) {
    return """
    {"specversion":"1.0","type":"indicator.reported","source":"/participants/marketplace",
     "id":"i-%s-%d","time":"2026-07-02T12:00:00Z","receivedat":"2026-07-02T12:00:00Z",
     "data":{"indicator":"satisfaction","party":"marketplace","period":"%s","valuePpm":%d}}
    """
        .formatted(period, ppm, period, ppm);
  }

  @Test
  void closingAgainAnswersTheSame() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    CloseOutcome.Closed once = closed(market.close(agreement, "2026-06", Market.JULY));
    CloseOutcome.Closed twice =
        closed(market.close(agreement, "2026-06", Market.JULY.plusSeconds(60)));
    assertTrue(twice.repeated());
    assertEquals(once.journalHash(), twice.journalHash());
    assertEquals(once.statements(), twice.statements());
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    List<String> hashes = new ArrayList<>();
    for (Market each : List.of(market, new Market())) {
      if (each == market) {
        each.accept(Market.CARRIER, Market.shipped("1", 800));
        each.accept(
            Market.PLATFORM,
            Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1),
            Market.paid("1", 10_000));
      }
      AgreementView agreement = each.countersigned();
      if (each != market) {
        each.accept(Market.PLATFORM, Market.paid("1", 10_000));
        each.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1));
        each.accept(Market.CARRIER, Market.shipped("1", 800));
      }
      hashes.add(closed(each.close(agreement, "2026-06", Market.JULY)).journalHash());
    }
    assertEquals(hashes.get(0), hashes.get(1));
  }

  @Test
  void duplicatesChangeNothing() {
    market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    List<EventResult> again =
        market.accept(
            Market.PLATFORM, Market.paid("1", 99), Market.paid("2", 5), Market.paid("2", 5));
    assertEquals(
        List.of(
            EventResult.Outcome.DUPLICATE,
            EventResult.Outcome.ACCEPTED,
            EventResult.Outcome.DUPLICATE),
        again.stream().map(EventResult::outcome).toList());
  }

  @Test
  void theSameEventFromManyCallersIsKeptOnce() {
    market.countersigned();
    List<EventResult.Outcome> outcomes =
        java.util.stream.IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                _ -> market.accept(Market.PLATFORM, Market.paid("1", 10_000)).get(0).outcome())
            .toList();
    assertEquals(1, outcomes.stream().filter(EventResult.Outcome.ACCEPTED::equals).count());
    assertEquals(15, outcomes.stream().filter(EventResult.Outcome.DUPLICATE::equals).count());
  }

  @Test
  void badEventsNeverStopABatch() {
    market.countersigned();
    List<EventResult> results =
        market.accept(
            Market.PLATFORM,
            "{",
            Market.paid("1", -1),
            Market.shipped("1", 5),
            Market.paid("1", 10_000).replace("order.line.paid", "order.line.gone"),
            Market.paid("3", 10_000).replace("\"quantity\":2", "\"quantity\":2,\"qty\":2"),
            Market.refund("9", "r-9", "2026-06-20T12:00:00Z", 5, 1),
            Market.paid("2", 10_000));
    assertEquals(
        List.of(
            "malformed",
            "malformed",
            "source-not-sender",
            "type-unknown",
            "malformed",
            "line-unknown",
            ""),
        results.stream().map(EventResult::reason).toList());
    assertEquals(1, market.settlement.waiting(market.database, "marketplace", 0, 10).size());
    assertEquals(5, market.settlement.rejected(market.database, "marketplace", 0, 10).size());
  }

  @Test
  void laterRefundsGoIntoTheOpenPeriod() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    closed(market.close(agreement, "2026-06", Market.JULY));
    market.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-07-20T12:00:00Z", 10_000, 2));
    CloseOutcome.Closed july =
        closed(market.close(agreement, "2026-07", Market.JULY.plusSeconds(40L * 86_400)));
    assertEquals(List.of(-1_250L, -8_750L, 0L, 0L), totals(july));
    assertEquals(2, july.statements().get(0).number());
  }

  @Test
  void aPeriodClosesOnlyWhenItIsOver() {
    AgreementView agreement = market.countersigned();
    assertInstanceOf(CloseOutcome.Refused.class, market.close(agreement, "2026-07", Market.JULY));
    assertInstanceOf(CloseOutcome.Refused.class, market.close(agreement, "soon", Market.JULY));
  }

  @Test
  void anEventThatComesDuringACloseIsNotLost() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    ClosePreparation.Ready before = ready(agreement);
    market.accept(Market.PLATFORM, Market.paid("2", 20_000));
    assertInstanceOf(CloseOutcome.Outdated.class, market.close(before));
    assertEquals(2, closed(market.close(ready(agreement))).lines());
  }

  @Test
  void anEventThatWaitedAndIsRoutedDuringACloseIsNotLost() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.refund("2", "r-2", "2026-06-20T12:00:00Z", 1_000, 1));
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    ClosePreparation.Ready before = ready(agreement);
    market.accept(Market.PLATFORM, Market.paid("2", 20_000));
    assertInstanceOf(CloseOutcome.Outdated.class, market.close(before));
    CloseOutcome.Closed closed = closed(market.close(ready(agreement)));
    assertEquals(29_000, totals(closed).stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void ofTwoClosesAtOnceOneIsOutdatedAndThenAnswersTheSame() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    ClosePreparation.Ready one = ready(agreement);
    ClosePreparation.Ready other = ready(agreement);
    CloseOutcome.Closed closed = closed(market.close(one));
    assertInstanceOf(CloseOutcome.Outdated.class, market.close(other));
    CloseOutcome.Closed again = closed(market.close(agreement, "2026-06", Market.JULY));
    assertEquals(closed.journalHash(), again.journalHash());
    assertTrue(again.repeated());
  }

  @Test
  void whatTheCloseDoesNotRestOnDoesNotOutdateIt() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    ClosePreparation.Ready before = ready(agreement);
    market.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 1, 1));
    assertInstanceOf(CloseOutcome.Outdated.class, market.close(before));
    ClosePreparation.Ready then = ready(agreement);
    market.accept(Market.PLATFORM, Market.refund("9", "r-9", "2026-06-20T12:00:00Z", 1, 1));
    assertInstanceOf(CloseOutcome.Closed.class, market.close(then));
  }

  private ClosePreparation.Ready ready(AgreementView agreement) {
    return assertInstanceOf(
        ClosePreparation.Ready.class,
        market.settlement.prepareClose(market.database, agreement.id(), "2026-06", Market.JULY));
  }

  @Test
  void theLedgerRefusesChangeAndImbalance() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    closed(market.close(agreement, "2026-06", Market.JULY));
    for (String sql :
        List.of(
            "update settlement.posting set amount_minor = 1",
            "delete from settlement.posting",
            "truncate settlement.posting",
            "delete from settlement.entry",
            "insert into settlement.posting values (1, 5, 99, 0, 0, 0, 0)")) {
      assertThrows(DataAccessException.class, () -> market.database.execute(sql), sql);
    }
  }

  @Test
  void everyPartySignsTheSameText() {
    AgreementOutcome proposed = market.propose("marketplace", Market.AGREEMENT);
    AgreementView view = assertInstanceOf(AgreementOutcome.Proposed.class, proposed).agreement();
    assertInstanceOf(AgreementOutcome.Conflict.class, market.sign(view, "marketplace"));
    assertInstanceOf(AgreementOutcome.NotFound.class, market.sign(view, "stranger"));
    AgreementOutcome other =
        market.settlement.countersign(
            market.database,
            view.id(),
            "brand-3",
            "brand-3|{}",
            Market.verifier("brand-3"),
            Market.JUNE);
    assertInstanceOf(AgreementOutcome.BadSignature.class, other);
    assertInstanceOf(AgreementOutcome.Proposed.class, market.sign(view, "brand-3"));
    assertInstanceOf(CloseOutcome.NotFound.class, market.close(view, "2026-06", Market.JULY));
    assertTrue(market.settlement.agreement(market.database, view.id(), "stranger").isEmpty());
    assertTrue(market.settlement.agreement(market.database, view.id(), "store-1").isPresent());
  }

  @Test
  void agreementsInForceDoNotOverlap() {
    market.countersigned();
    String other = Market.AGREEMENT.replace("name: brand-3-marketplace", "name: second");
    assertInstanceOf(AgreementOutcome.Conflict.class, market.propose("brand-3", other));
    String apart = other.replace("brand: [brand-3]", "brand: [brand-4]");
    assertInstanceOf(AgreementOutcome.Proposed.class, market.propose("brand-3", apart));
    assertInstanceOf(AgreementOutcome.Conflict.class, market.propose("brand-3", Market.AGREEMENT));
  }

  @Test
  void nothingIsKnownOfUnknownIds() {
    assertTrue(market.settlement.explain(market.database, 77, "marketplace").isEmpty());
    assertTrue(
        market.settlement.statement(market.database, UUID.randomUUID(), "brand-3").isEmpty());
    assertTrue(statements("x", Optional.empty(), 9).isEmpty());
  }

  private static CloseOutcome.Closed closed(CloseOutcome outcome) {
    return assertInstanceOf(CloseOutcome.Closed.class, outcome);
  }

  private static List<Long> totals(CloseOutcome.Closed closed) {
    return closed.statements().stream().map(Statement::totalMinor).toList();
  }

  private static void accepted(List<EventResult> results) {
    for (EventResult result : results) {
      assertEquals(EventResult.Outcome.ACCEPTED, result.outcome());
      assertEquals("", result.reason(), result.detail());
    }
  }

  /** Page after page, of all statements each once, the newest first. */
  @Test
  void statementsAreReadInPages() {
    AgreementView agreement = market.countersigned();
    market.close(agreement, "2026-06", Market.JULY);
    market.close(agreement, "2026-07", Instant.parse("2026-08-02T00:00:00Z"));
    market.close(agreement, "2026-08", Instant.parse("2026-09-02T00:00:00Z"));
    List<String> periods = new ArrayList<>();
    Optional<Statements.Place> after = Optional.empty();
    for (List<Statement> page = statements("brand-3", after, 1);
        !page.isEmpty();
        page = statements("brand-3", after, 1)) {
      assertEquals(1, page.size());
      periods.add(page.getFirst().period());
      after =
          Optional.of(new Statements.Place(page.getFirst().period(), page.getFirst().agreement()));
    }
    assertEquals(List.of("2026-08", "2026-07", "2026-06"), periods);
  }

  private List<Statement> statements(String party, Optional<Statements.Place> after, int limit) {
    return market.settlement.statements(market.database, party, Optional.empty(), after, limit);
  }
}
