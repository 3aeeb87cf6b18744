package dev.hefu.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.event.WaitingEvent;
import dev.hefu.settlement.ledger.Explanation;
import dev.hefu.settlement.ledger.Statement;
import dev.hefu.settlement.ledger.StatementPosting;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events that wait for persons: one party proposes what becomes of them, another approves. */
final class AdjustmentTest {
  private static final Instant MID_JULY = Instant.parse("2026-07-15T09:00:00.123456789Z");
  private static final Instant AUGUST = Instant.parse("2026-08-03T00:00:00Z");
  private static final String SHOP = "/participants/marketplace";
  private static final String CARRIER = "/participants/carrier-1";

  private final Market market = new Market();
  private final AgreementView agreement = market.countersigned();

  @Test
  void aLatePaymentIsSettledInTheOpenPeriodAndNamesTheClosedOne() {
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    CloseOutcome.Closed june = closed("2026-06", Market.JULY);
    assertEquals("late", market.accept(Market.PLATFORM, late("2", 3_333)).getFirst().reason());
    assertEquals(
        "late",
        market.settlement.waiting(market.database, "brand-3", 0, 9).getFirst().reason(),
        "its parties see it too");

    Adjustment proposed = made(propose("marketplace", SHOP, "paid-2", true));
    assertEquals("2026-06", proposed.ofPeriod());
    assertNull(proposed.approvedBy());
    Adjustment approved = made(approve(proposed, "brand-3"));
    assertEquals("2026-07", approved.period());
    assertEquals(List.of(), market.settlement.waiting(market.database, "marketplace", 0, 9));
    assertEquals(
        List.of(approved), market.settlement.adjustments(market.database, "store-1", 0, 9));

    CloseOutcome.Closed july = closed("2026-07", AUGUST);
    assertEquals(1, july.lines());
    assertEquals(0, july.waiting());
    assertEquals(List.of(417L, 2866L, 50L, 0L), totals(july));
    everyPostingExplainsItself(july, "An adjustment of 2026-06: its event waited (late), ");
    everyPostingExplainsItself(june, "");
  }

  @Test
  void whatWaitedForALatePaymentFollowsIt() {
    market.accept(Market.PLATFORM, late("1", 10_000));
    market.accept(Market.PLATFORM, Market.refund("1", "r-1", "2026-06-20T12:00:00Z", 5_000, 1));
    assertEquals(0, closed("2026-06", Market.JULY).lines());
    Adjustment proposed = made(propose("brand-3", SHOP, "paid-1", true));
    assertEquals("2026-06", proposed.ofPeriod());
    made(approve(proposed, "marketplace"));
    CloseOutcome.Closed july = closed("2026-07", AUGUST);
    assertEquals(List.of(625L, 4325L, 50L, 0L), totals(july));
    everyPostingExplainsItself(july, "");
    assertEquals(List.of(), market.settlement.waiting(market.database, "marketplace", 0, 9));
  }

  @Test
  void aContradictionIsSettledIfTwoPartiesSaySo() {
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    market.accept(
        Market.CARRIER,
        Market.shipped("1", 800),
        Market.shipped("1", 800).replace("\"ship-1\"", "\"ship-1-again\""));
    CloseOutcome.Closed june = closed("2026-06", Market.JULY);
    assertEquals(1, june.waiting());
    Adjustment proposed = made(propose("carrier-1", CARRIER, "ship-1-again", true));
    assertEquals("told-twice", proposed.waited());
    made(approve(proposed, "brand-3"));
    CloseOutcome.Closed july = closed("2026-07", AUGUST);
    assertEquals(List.of(0L, -300L, 0L, 300L), totals(july));
    everyPostingExplainsItself(july, "carrier-1 proposed and brand-3 approved to settle it.");
    everyPostingExplainsItself(june, "");
  }

  @Test
  void whatIsDismissedIsNeverSettled() {
    market.accept(Market.PLATFORM, late("1", 10_000));
    Adjustment settle = made(propose("marketplace", SHOP, "paid-1", true));
    Adjustment dismiss = made(propose("store-1", SHOP, "paid-1", false));
    assertConflict("brand-3 bears most of it", approve(dismiss, "marketplace"));
    assertNull(made(approve(dismiss, "brand-3")).period());
    assertEquals(List.of(), market.settlement.waiting(market.database, "marketplace", 0, 9));
    assertConflict("decided already", approve(settle, "brand-3"));
    CloseOutcome.Closed june = closed("2026-06", Market.JULY);
    assertEquals(0, june.lines());
    assertEquals(0, june.waiting());
  }

  /** A contradiction that nobody saw behind a delay is not approved with it. */
  @Test
  void whatWasToldTwiceWaitsAgainAfterItsDelayWasApproved() {
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    market.accept(
        Market.PLATFORM,
        Market.refund("1", "r-1", "2026-06-10T12:00:00Z", 1_000, 0),
        received(
            Market.refund("1", "r-1", "2026-06-11T12:00:00Z", 1_000, 0)
                .replace("\"id\":\"r-1\"", "\"id\":\"r-1-again\""),
            "2026-06-11T12:00:00Z"));
    String again = market.settlement.waiting(market.database, "brand-3", 0, 9).getFirst().id();
    Adjustment late = made(approve(made(propose("marketplace", SHOP, again, true)), "brand-3"));
    assertEquals("told-twice", late.waitsAgain());
    assertNull(late.period());
    assertEquals(
        "told-twice",
        market.settlement.waiting(market.database, "brand-3", 0, 9).getFirst().reason());
    assertConflict("decided", approve(late, "brand-3"));
    Adjustment both = made(propose("marketplace", SHOP, again, true));
    assertEquals("told-twice", both.waited());
    assertNull(made(approve(both, "brand-3")).waitsAgain());
    CloseOutcome.Closed june = closed("2026-06", Market.JULY);
    assertEquals(0, june.waiting());
    assertEquals(List.of(1_000L, 6_950L, 50L, 0L), totals(june));
    everyPostingExplainsItself(june, "");
  }

  /** What came between an approval and the close that would settle it lets the event wait again. */
  @Test
  void whatCannotBeSettledAfterAllWaitsAgainWithItsReason() {
    market.accept(Market.PLATFORM, late("1", 10_000));
    Adjustment first = made(approve(made(propose("marketplace", SHOP, "paid-1", true)), "brand-3"));
    assertEquals("2026-06", first.period());
    market.accept(
        Market.PLATFORM, Market.paid("1", 10_000).replace("\"paid-1\"", "\"paid-1-in-time\""));
    CloseOutcome.Closed june = closed("2026-06", Market.JULY);
    assertEquals(1, june.lines());
    assertEquals(1, june.waiting());
    WaitingEvent waits = market.settlement.waiting(market.database, "brand-3", 0, 9).getFirst();
    assertEquals("paid-1", waits.id());
    assertEquals("line-paid-twice", waits.reason());
    assertEquals(
        List.of("line-paid-twice"),
        market.settlement.adjustments(market.database, "brand-3", 0, 9).stream()
            .map(Adjustment::waitsAgain)
            .toList());
    assertConflict("waits for line-paid-twice", propose("marketplace", SHOP, "paid-1", true));
    made(approve(made(propose("marketplace", SHOP, "paid-1", false)), "brand-3"));
    assertEquals(List.of(), market.settlement.waiting(market.database, "brand-3", 0, 9));
    CloseOutcome.Closed july = closed("2026-07", AUGUST);
    assertEquals(0, july.lines());
    everyPostingExplainsItself(june, "");
  }

  @Test
  void whoBearsMostIsNotBypassed() {
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    market.accept(
        Market.PLATFORM,
        received(
            Market.refund("1", "r-1", "2026-06-10T12:00:00Z", 5_000, 0), "2026-06-10T12:00:00Z"));
    String refund = market.settlement.waiting(market.database, "brand-3", 0, 9).getFirst().id();
    Adjustment proposed = made(propose("marketplace", SHOP, refund, true));
    assertConflict("brand-3 bears most of it", approve(proposed, "carrier-1"));
    assertConflict("brand-3 bears most of it", approve(proposed, "store-1"));
    Adjustment own = made(propose("brand-3", SHOP, refund, true));
    assertConflict("changes nothing for you", approve(own, "carrier-1"));
    assertEquals("2026-06", made(approve(own, "marketplace")).period());
    assertConflict("decided already", approve(proposed, "brand-3"));
  }

  @Test
  void oneParticipantAloneAndStrangersDecideNothing() {
    market.accept(Market.PLATFORM, late("1", 10_000));
    assertInstanceOf(AdjustmentOutcome.NotFound.class, propose("stranger", SHOP, "paid-1", true));
    assertInstanceOf(AdjustmentOutcome.NotFound.class, propose("brand-3", SHOP, "paid-9", true));
    Adjustment proposed = made(propose("marketplace", SHOP, "paid-1", true));
    assertConflict("another party", approve(proposed, "marketplace"));
    assertInstanceOf(AdjustmentOutcome.NotFound.class, approve(proposed, "stranger"));
    assertEquals(0, closed("2026-06", Market.JULY).lines(), "a proposal alone does nothing");
    assertEquals(List.of(), market.settlement.adjustments(market.database, "stranger", 0, 9));
  }

  @Test
  void whatDoesNotNeedPersonsIsRefused() {
    market.accept(Market.PLATFORM, Market.paid("1", 10_000));
    assertConflict("does not wait", propose("marketplace", SHOP, "paid-1", true));
    String voucher =
        Market.event(
            "promotion.applied",
            "marketplace",
            "voucher",
            "2026-06-10T11:00:00Z",
            "1",
            "\"code\":\"V\",\"fundedBy\":\"brand-3\",\"amountMinor\":100");
    market.accept(Market.PLATFORM, received(voucher, "2026-06-10T11:00:00Z"));
    assertConflict("how a line was split", propose("marketplace", SHOP, "voucher", true));
    made(propose("marketplace", SHOP, "voucher", false));
    market.accept(Market.CARRIER, Market.shipped("1", 9_000)); // No row of the table covers it.
    closed("2026-06", Market.JULY);
    assertConflict("waits for no-table-row", propose("brand-3", CARRIER, "ship-1", true));
    assertTrue(made(propose("brand-3", CARRIER, "ship-1", false)).waited().contains("row"));
  }

  /** A close that was computed before a decision is computed again. */
  @Test
  void aDecisionMakesAPreparedCloseOutdated() {
    market.accept(Market.PLATFORM, late("1", 10_000));
    Adjustment proposed = made(propose("marketplace", SHOP, "paid-1", true));
    ClosePreparation.Ready before =
        assertInstanceOf(
            ClosePreparation.Ready.class,
            market.settlement.prepareClose(
                market.database, agreement.id(), "2026-06", Market.JULY));
    made(approve(proposed, "brand-3"));
    assertInstanceOf(CloseOutcome.Outdated.class, market.close(before));
    assertEquals(1, closed("2026-06", Market.JULY).lines());
  }

  private static String late(String line, long price) {
    return received(Market.paid(line, price), "2026-06-10T12:00:00Z");
  }

  /** The same, received three days and more later. */
  private static String received(String event, String time) {
    return event.replace("\"receivedat\":\"" + time, "\"receivedat\":\"2026-07-02T12:00:00Z");
  }

  private AdjustmentOutcome propose(String party, String source, String event, boolean settles) {
    return market.database.transactionResult(
        tx ->
            market.settlement.proposeAdjustment(
                tx.dsl(), party, source, event, settles, "the export stood still", MID_JULY));
  }

  private AdjustmentOutcome approve(Adjustment proposed, String party) {
    return market.database.transactionResult(
        tx -> market.settlement.approveAdjustment(tx.dsl(), proposed.id(), party, MID_JULY));
  }

  private static Adjustment made(AdjustmentOutcome outcome) {
    return assertInstanceOf(AdjustmentOutcome.Made.class, outcome, () -> "not made: " + outcome)
        .adjustment();
  }

  private static void assertConflict(String reason, AdjustmentOutcome outcome) {
    String given = assertInstanceOf(AdjustmentOutcome.Conflict.class, outcome).reason();
    assertTrue(given.contains(reason), given);
  }

  private CloseOutcome.Closed closed(String period, Instant now) {
    CloseOutcome outcome = market.close(agreement, period, now);
    return assertInstanceOf(CloseOutcome.Closed.class, outcome, () -> "not closed: " + outcome);
  }

  private static List<Long> totals(CloseOutcome.Closed closed) {
    return closed.statements().stream().map(Statement::totalMinor).toList();
  }

  private void everyPostingExplainsItself(CloseOutcome.Closed closed, String said) {
    for (Statement statement : closed.statements()) {
      UUID id = statement.id();
      for (StatementPosting posting :
          market.settlement.postings(market.database, id, statement.party(), 0, 1_000)) {
        Explanation why =
            market
                .settlement
                .explain(market.database, posting.id(), statement.party())
                .orElseThrow();
        assertEquals(posting.amountMinor(), why.amountMinor());
        assertTrue(why.english().contains(said), why.english());
        assertFalse(posting.line().isEmpty() && !said.isEmpty());
      }
    }
  }
}
