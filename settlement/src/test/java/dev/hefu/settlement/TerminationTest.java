package dev.hefu.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.event.EventResult;
import dev.hefu.settlement.ledger.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a version: signed by all, never in the past, and old lines stay. */
final class TerminationTest {
  private static final Instant NOW = Instant.parse("2026-06-05T12:00:00Z");
  private static final String UNTIL = "2026-06-15";
  private static final List<String> PARTIES =
      List.of("marketplace", "brand-3", "store-1", "carrier-1");

  private final Market market = new Market();

  @Test
  void itEndsWhenTheLastPartySigned() {
    AgreementView agreement = market.countersigned();
    for (String party : PARTIES.subList(0, 3)) {
      AgreementOutcome.Terminating open =
          assertInstanceOf(
              AgreementOutcome.Terminating.class, market.terminate(agreement, party, UNTIL, NOW));
      assertEquals(LocalDate.parse(UNTIL), open.until());
      assertEquals(AgreementView.State.ACTIVE, open.agreement().state());
    }
    AgreementOutcome.Terminated ended =
        assertInstanceOf(
            AgreementOutcome.Terminated.class,
            market.terminate(agreement, "carrier-1", UNTIL, NOW));
    assertEquals(AgreementView.State.TERMINATED, ended.agreement().state());
    assertEquals(LocalDate.parse(UNTIL), ended.agreement().until());
  }

  @Test
  void linesOfItsTimeStayAndLaterOnesWait() {
    AgreementView agreement = ended();
    List<EventResult> before = market.accept(Market.PLATFORM, paid("1", "2026-06-14T23:59:59Z"));
    List<EventResult> after = market.accept(Market.PLATFORM, paid("2", "2026-06-15T00:00:00Z"));
    assertEquals("", before.getFirst().reason());
    assertEquals("agreement-unknown", after.getFirst().reason());
    market.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1));
    CloseOutcome.Closed closed =
        assertInstanceOf(
            CloseOutcome.Closed.class, market.close(agreement, "2026-06", Market.JULY));
    assertEquals(1, closed.lines());
    assertEquals(
        5_000,
        closed.statements().stream().mapToLong(Statement::totalMinor).sum(),
        "the refund after its end is at the line's version");
  }

  @Test
  void whatCannotEndIsRefusedAndSaysWhy() {
    AgreementView agreement = market.countersigned();
    refused(market.terminate(agreement, "brand-3", "2026-06-05", NOW), "after 2026-06-05");
    refused(market.terminate(agreement, "brand-3", "2026-05-01", NOW), "not 2026-05-01");
    assertInstanceOf(
        AgreementOutcome.NotFound.class, market.terminate(agreement, "stranger", UNTIL, NOW));
    market.terminate(agreement, "brand-3", UNTIL, NOW);
    refused(market.terminate(agreement, "brand-3", UNTIL, NOW), "signed already");
    AgreementOutcome forged =
        market.database.transactionResult(
            tx ->
                market.settlement.terminate(
                    tx.dsl(),
                    agreement.id(),
                    "store-1",
                    LocalDate.parse(UNTIL),
                    "store-1|" + Market.ending(agreement, LocalDate.parse("2026-06-16")),
                    Market.verifier("store-1"),
                    NOW));
    assertInstanceOf(AgreementOutcome.BadSignature.class, forged);
  }

  @Test
  void twoDaysAreTwoQuestions() {
    AgreementView agreement = market.countersigned();
    for (String party : PARTIES.subList(0, 3)) {
      market.terminate(agreement, party, UNTIL, NOW);
    }
    assertInstanceOf(
        AgreementOutcome.Terminating.class,
        market.terminate(agreement, "carrier-1", "2026-06-16", NOW));
    assertInstanceOf(
        AgreementOutcome.Terminated.class, market.terminate(agreement, "carrier-1", UNTIL, NOW));
  }

  @Test
  void itEndsOnlyOnce() {
    AgreementView agreement = ended();
    refused(market.terminate(agreement, "brand-3", "2026-06-10", NOW), "in force");
  }

  @Test
  void aProposalCannotBeTerminated() {
    AgreementView proposed =
        assertInstanceOf(
                AgreementOutcome.Proposed.class, market.propose("marketplace", Market.AGREEMENT))
            .agreement();
    refused(market.terminate(proposed, "marketplace", UNTIL, NOW), "in force");
  }

  @Test
  void anAmendmentNeverBeginsInAClosedPeriod() {
    AgreementView agreement = market.countersigned();
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    market.close(agreement, "2026-06", Market.JULY);
    String second = Market.AGREEMENT.replace("version: 1", "version: 2");
    refused(
        market.propose("brand-3", second.replace("from: 2026-06-01", "from: 2026-06-20")),
        "closed already");
    assertInstanceOf(
        AgreementOutcome.Proposed.class,
        market.propose("brand-3", second.replace("from: 2026-06-01", "from: 2026-07-01")));
  }

  private AgreementView ended() {
    AgreementView agreement = market.countersigned();
    PARTIES.forEach(party -> market.terminate(agreement, party, UNTIL, NOW));
    return agreement;
  }

  private static String paid(String line, String time) {
    return Market.event(
        "order.line.paid",
        "marketplace",
        "paid-" + line,
        time,
        line,
        "\"currency\":\"CNY\",\"priceMinor\":10000,\"quantity\":2,\"brand\":\"brand-3\"");
  }

  private static void refused(AgreementOutcome outcome, String part) {
    String reason = assertInstanceOf(AgreementOutcome.Conflict.class, outcome).reason();
    assertTrue(reason.contains(part), reason);
  }
}
