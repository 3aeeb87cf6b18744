package dev.hefu.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.ledger.Explanation;
import dev.hefu.settlement.ledger.Statement;
import dev.hefu.settlement.ledger.StatementPosting;
import dev.hefu.settlement.proof.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions that follow one another, with and without going on with the counters. */
final class AmendmentTest {
  private static final Instant AUGUST = Instant.parse("2026-08-03T00:00:00Z");
  private static final Instant SEPTEMBER = Instant.parse("2026-09-03T00:00:00Z");

  private static final String FIRST =
      Market.AGREEMENT.replace(
          "  - {id: proceeds",
          "  - {id: rebate, scale: {to: marketplace, from: brand-3, per: year, mode: whole-volume,"
              + " steps: [{from: 10000, rate: 2%}, {from: 20000, rate: 4%}]}}\n  - {id: proceeds");

  private static final String SECOND =
      FIRST
          .replace("version: 1", "version: 2")
          .replace("from: 2026-06-01", "from: 2026-07-01")
          .replace("rate: 12.5%", "rate: 20%");

  private static final String CONTINUES =
      SECOND.replace("version: 2", "version: 2\ncontinues: true");

  private final Market market = new Market();

  @Test
  void countersGoOnAndExplainThemselves() {
    AgreementView first = market.countersigned(FIRST);
    market.accept(Market.PLATFORM, Market.paid("1", 15_000));
    CloseOutcome.Closed june = closed(market.close(first, "2026-06", Market.JULY));
    assertEquals(1_875 + 300, total(june, "marketplace"));
    AgreementView second = market.countersigned(CONTINUES);
    market.accept(Market.PLATFORM, paid("2", "2026-07-10T12:00:00Z", 10_000));

    // The older version is closed first, since the newer one counts what it counted.
    refused(market.close(second, "2026-07", AUGUST), "of the version that it continues first");
    CloseOutcome.Closed old = closed(market.close(first, "2026-07", AUGUST));
    assertEquals(0, total(old, "marketplace"));
    CloseOutcome.Closed july = closed(market.close(second, "2026-07", AUGUST));
    // 250.00 in all reach 4 %: 10.00, of which 3.00 were posted; and a fifth of line 2.
    assertEquals(2_000 + 700, total(july, "marketplace"));
    explained(july);

    // A refund of a line of version 1 stays there; what it takes from the counter reaches version
    // 2.
    market.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-07-20T12:00:00Z", 15_000, 2));
    CloseOutcome.Closed older = closed(market.close(first, "2026-08", SEPTEMBER));
    assertEquals(-1_875, total(older, "marketplace"));
    CloseOutcome.Closed august = closed(market.close(second, "2026-08", SEPTEMBER));
    assertEquals(200 - 1_000, total(august, "marketplace"));
    explained(august);
    assertEquals(
        july.journalHash(), closed(market.close(second, "2026-07", SEPTEMBER)).journalHash());
    assertTrue(closed(market.close(first, "2026-06", SEPTEMBER)).repeated());
  }

  @Test
  void withoutContinuesCountersBeginAnew() {
    AgreementView first = market.countersigned(FIRST);
    market.accept(Market.PLATFORM, Market.paid("1", 15_000));
    AgreementView second = market.countersigned(SECOND);
    market.accept(Market.PLATFORM, paid("2", "2026-07-10T12:00:00Z", 10_000));
    assertEquals(
        1_875 + 300, total(closed(market.close(first, "2026-06", Market.JULY)), "marketplace"));
    assertEquals(
        2_000 + 200, total(closed(market.close(second, "2026-07", AUGUST)), "marketplace"));
  }

  /** Lines keep the version of their time, also where the amendment was signed after they came. */
  @Test
  void linesOfTheNewTimeMoveToTheNewVersion() {
    AgreementView first = market.countersigned(FIRST);
    market.accept(
        Market.PLATFORM,
        Market.paid("1", 15_000),
        paid("2", "2026-06-20T12:00:00Z", 10_000),
        Market.refund("2", "r-2", "2026-06-21T12:00:00Z", 10_000, 1));
    AgreementView second =
        market.countersigned(SECOND.replace("from: 2026-07-01", "from: 2026-06-15"));
    assertEquals(1, closed(market.close(first, "2026-06", Market.JULY)).lines());
    CloseOutcome.Closed moved = closed(market.close(second, "2026-06", Market.JULY));
    assertEquals(1, moved.lines());
    assertEquals(0, moved.waiting());
    // Its fee went back; the yearly rebate of nothing is nothing.
    assertEquals(0, total(moved, "marketplace"));
    AgreementView ended =
        market.settlement.agreement(market.database, first.id(), "brand-3").orElseThrow();
    assertEquals(AgreementView.State.AMENDED, ended.state());
    assertEquals(LocalDate.parse("2026-06-15"), ended.until());
  }

  @Test
  void theNewestVersionNeverClosesBeforeTheOneItContinues() {
    AgreementView first = market.countersigned(FIRST);
    AgreementView second = market.countersigned(CONTINUES);
    refused(market.close(second, "2026-07", AUGUST), "first");
    closed(market.close(first, "2026-07", AUGUST));
    closed(market.close(second, "2026-07", AUGUST));
    closed(market.close(first, "2026-08", SEPTEMBER));
    Instant october = Instant.parse("2026-10-03T00:00:00Z");
    refused(market.close(second, "2026-09", october), "first");
    closed(market.close(second, "2026-08", SEPTEMBER));
  }

  @Test
  void periodsCloseInTheirOrder() {
    AgreementView agreement = market.countersigned(FIRST);
    closed(market.close(agreement, "2026-07", AUGUST));
    refused(market.close(agreement, "2026-06", AUGUST), "later period is closed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "continues-currency|currency: CNY|currency: EUR",
        "continues-zone|zone: UTC|zone: Asia/Shanghai",
        "continues-divides|zone: UTC|divides: net-of-tax",
        "continues-term|per: year|per: quarter",
        "continues-term|to: marketplace, from: brand-3, per|to: marketplace, from: store-1, per",
        "continues-nothing|id: rebate|id: other-rebate"
      })
  void whatCannotGoOnIsRefusedWithItsRule(String rule, String piece, String instead) {
    market.countersigned(FIRST);
    assertTrue(CONTINUES.contains(piece), piece);
    String document = CONTINUES.replace(piece, instead.replace("\\n", "\n"));
    AgreementOutcome outcome = market.propose("marketplace", document);
    List<Fault> faults = assertInstanceOf(AgreementOutcome.BadDocument.class, outcome).faults();
    assertEquals(rule, faults.getFirst().rule(), faults::toString);
  }

  @Test
  void otherPartiesAndGapsAreRefused() {
    market.countersigned(FIRST.replace("zone: UTC", "until: 2026-06-20\nzone: UTC"));
    AgreementOutcome.BadDocument gap =
        assertInstanceOf(
            AgreementOutcome.BadDocument.class, market.propose("marketplace", CONTINUES));
    assertEquals("continues-gap", gap.faults().getFirst().rule());
    AgreementOutcome.BadDocument parties =
        assertInstanceOf(
            AgreementOutcome.BadDocument.class,
            market.propose(
                "marketplace",
                CONTINUES
                    .replace("brand-3, store-1, carrier-1]", "brand-3, store-1, carrier-1, more]")
                    .replace("from: 2026-07-01", "from: 2026-06-10")));
    assertEquals("continues-parties", parties.faults().getFirst().rule());
  }

  /** A window that ends with the version is settled by the close of its last day. */
  @Test
  void anAmendmentThatEndsWindowsBeginsAfterTheLastClosedDay() {
    AgreementView first = market.countersigned(FIRST);
    market.accept(Market.PLATFORM, Market.paid("1", 15_000));
    closed(market.close(first, "2026-06", Market.JULY));
    AgreementOutcome.Conflict conflict =
        assertInstanceOf(AgreementOutcome.Conflict.class, market.propose("marketplace", SECOND));
    assertTrue(conflict.reason().contains("closed already"), conflict.reason());
    assertInstanceOf(
        AgreementOutcome.Proposed.class,
        market.propose("marketplace", SECOND.replace("2026-07-01", "2026-07-02")));
  }

  /** Time passes at the end of a month: what is due accrues then, and the close adds the rest. */
  @Test
  void timePassesAtTheEndOfTheMonth() {
    AgreementView agreement = market.countersigned(FIRST);
    market.accept(
        Market.PLATFORM,
        Market.paid("1", 20_000),
        Market.refund("1", "r-1", "2026-07-02T12:00:00Z", 10_000, 1));
    CloseOutcome.Closed june = closed(market.close(agreement, "2026-06", Market.JULY));
    List<StatementPosting> rebates =
        postings(june, "marketplace").stream()
            .filter(each -> each.term().equals("rebate"))
            .toList();
    // 4 % of 200.00 at the end of June; the refund of 2 July leaves 2 % of 100.00 at the close.
    assertEquals(
        List.of(800L, 200L - 800), rebates.stream().map(StatementPosting::amountMinor).toList());
    explained(june);
  }

  private void explained(CloseOutcome.Closed closed) {
    for (Statement statement : closed.statements()) {
      for (StatementPosting posting : postings(closed, statement.party())) {
        Explanation why =
            market
                .settlement
                .explain(market.database, posting.id(), statement.party())
                .orElseThrow();
        assertEquals(posting.amountMinor(), why.amountMinor(), why.formula());
        assertFalse(why.english().isBlank() || why.chinese().isBlank());
      }
    }
  }

  private List<StatementPosting> postings(CloseOutcome.Closed closed, String party) {
    return market.settlement.postings(
        market.database, statement(closed, party).id(), party, 0, 1_000);
  }

  private static long total(CloseOutcome.Closed closed, String party) {
    return statement(closed, party).totalMinor();
  }

  private static Statement statement(CloseOutcome.Closed closed, String party) {
    return closed.statements().stream()
        .filter(each -> each.party().equals(party))
        .findFirst()
        .orElseThrow();
  }

  private static CloseOutcome.Closed closed(CloseOutcome outcome) {
    return assertInstanceOf(CloseOutcome.Closed.class, outcome);
  }

  private static void refused(CloseOutcome outcome, String part) {
    String reason = assertInstanceOf(CloseOutcome.Refused.class, outcome).reason();
    assertTrue(reason.contains(part), reason);
  }

  private static String paid(String line, String time, long price) {
    return Market.event(
        "order.line.paid",
        "marketplace",
        "paid-" + line,
        time,
        line,
        "\"currency\":\"CNY\",\"priceMinor\":" + price + ",\"quantity\":1,\"brand\":\"brand-3\"");
  }
}
