package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From accrued to payable: maturity, reserves, holdbacks and claw-backs. */
final class StatesTest {
  private static final int DAY = 24;
  private static final int JULY = 30 * DAY;
  private static final int AUGUST = 61 * DAY;

  private static final String SALE =
      """
      - {id: fee, percentage: {to: market, rate: 10%}}
      - {id: proceeds, remaining: {to: brand}}
      """;

  private static Books market(String terms) {
    return Books.of("market, brand", terms + SALE);
  }

  private static Event.LinePaid paid(int hour, String line, long price) {
    return Books.paid(hour, line, price, 10, Map.of());
  }

  private static Event delivered(int hour, String line) {
    return new Event.ShipmentDelivered(
        Books.stamp(hour, "carrier", "d-" + line), new LineKey("shop", "o", line), "s", null);
  }

  private static Event time(int hour) {
    return new Event.TimePassed(Books.stamp(hour, "hefu", "time-" + hour));
  }

  private static Event close(int hour, String period) {
    return new Event.PeriodClosed(Books.stamp(hour, "hefu", "close-" + period), period);
  }

  /** The brand's balances: accrued, matured, reserved, payable, paid, receivable. */
  private static List<Long> brand(Books books) {
    return List.of(State.values()).stream().map(each -> books.carry().balance(1, each)).toList();
  }

  @Test
  void whatIsNotDeliveredLongEnoughIsNotPayable() {
    Books books = market("- {id: wait, maturity: {parties: [brand], days: 14, after: delivery}}\n");
    books.settle(paid(0, "1", 1_000), paid(1, "2", 2_000), delivered(48, "1"));
    books.settle(time(48 + 14 * DAY - 1));
    assertEquals(List.of(2_700L, 0L, 0L, 0L, 0L, 0L), brand(books));
    books.settle(time(48 + 14 * DAY));
    assertEquals(List.of(1_800L, 900L, 0L, 0L, 0L, 0L), brand(books));
    books.settle(close(JULY, "2026-06"));
    assertEquals(List.of(1_800L, 0L, 0L, 900L, 0L, 0L), brand(books));
    assertEquals(300, books.carry().balance(0, State.PAYABLE), "the market need not wait");
    books.settle(delivered(JULY + 1, "2"), delivered(JULY + 300, "2"), close(AUGUST, "2026-07"));
    assertEquals(List.of(0L, 0L, 0L, 2_700L, 0L, 0L), brand(books));
  }

  @Test
  void aCloseMaturesByTheEndOfItsPeriodAndNotByItsOwnTime() {
    Books books = market("- {id: wait, maturity: {days: 20, after: payment}}\n");
    books.settle(paid(15 * DAY, "1", 1_000), close(AUGUST, "2026-06"));
    assertEquals(List.of(900L, 0L, 0L, 0L, 0L, 0L), brand(books));
  }

  @Test
  void aRefundBeforeMaturityTakesFromItsOwnLine() {
    Books books = market("- {id: wait, maturity: {days: 20, after: payment}}\n");
    books.settle(paid(0, "1", 1_000), Books.refund(5, "1", "r", 400, 4), time(20 * DAY));
    assertEquals(List.of(0L, 540L, 0L, 0L, 0L, 0L), brand(books));
  }

  /** Accrued, then reserved, then payable, then receivable; one refund after the other. */
  @Test
  void clawBackTakesInOrder() {
    Books books =
        market(
            """
            - {id: wait, maturity: {days: 20, after: payment}}
            - {id: rolling, reserve: {party: brand, rate: 20%, days: 90}}
            """);
    books.settle(paid(0, "1", 1_000), close(JULY, "2026-06"), paid(JULY + 1, "2", 100));
    assertEquals(List.of(90L, 0L, 180L, 720L, 0L, 0L), brand(books));
    books.settle(Books.refund(JULY + 2, "1", "r1", 50, 0), time(JULY + 3));
    assertEquals(List.of(45L, 0L, 180L, 720L, 0L, 0L), brand(books), "accrued first");
    books.settle(Books.refund(JULY + 4, "1", "r2", 150, 0), time(JULY + 5));
    assertEquals(List.of(0L, 0L, 90L, 720L, 0L, 0L), brand(books), "then reserved");
    books.settle(Books.refund(JULY + 6, "1", "r3", 300, 0), time(JULY + 7));
    assertEquals(List.of(0L, 0L, 0L, 540L, 0L, 0L), brand(books), "then payable");
    books.settle(Books.refund(JULY + 8, "1", "r4", 500, 0), time(JULY + 9));
    assertEquals(List.of(0L, 0L, 0L, 90L, 0L, 0L), brand(books));
    books.settle(Books.refund(JULY + 10, "2", "r5", 100, 0), time(JULY + 11));
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), brand(books));
    Event beyond =
        new Event.RefundPaid(
            Books.stamp(JULY + 12, "shop", "r6"),
            new LineKey("shop", "o", "2"),
            "r6",
            70,
            0,
            0,
            0,
            "brand");
    books.settle(beyond, time(JULY + 13));
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, -70L), brand(books), "then owed");
    books.settle(paid(JULY + 14, "3", 1_000), close(AUGUST, "2026-07"));
    assertEquals(List.of(0L, 0L, 166L, 664L, 0L, 0L), brand(books), "a gain first pays the debt");
  }

  @Test
  void aRollingReserveIsReleased() {
    Books books = market("- {id: rolling, reserve: {party: brand, rate: 1/3, days: 31}}\n");
    books.settle(paid(0, "1", 1_000), close(JULY, "2026-06"));
    assertEquals(List.of(0L, 0L, 300L, 600L, 0L, 0L), brand(books));
    books.settle(time(JULY + 30 * DAY));
    assertEquals(300, books.carry().balance(1, State.RESERVED));
    books.settle(close(AUGUST, "2026-07"));
    assertEquals(List.of(0L, 0L, 0L, 900L, 0L, 0L), brand(books));
  }

  @Test
  void aHoldbackFillsUpAndEndsWithTheVersion() {
    Books books =
        Books.of(
            "market, brand",
            "until: 2026-08-01",
            "- {id: deposit, holdback: {party: brand, amountMinor: 1000}}\n" + SALE);
    books.settle(paid(0, "1", 1_000), close(JULY, "2026-06"));
    assertEquals(List.of(0L, 0L, 900L, 0L, 0L, 0L), brand(books));
    books.settle(paid(JULY, "2", 1_000), time(JULY + 20));
    assertEquals(List.of(900L, 0L, 900L, 0L, 0L, 0L), brand(books));
    books.settle(close(AUGUST, "2026-07"));
    assertEquals(List.of(0L, 0L, 0L, 1_800L, 0L, 0L), brand(books));
  }

  @Test
  void aMoveIsExplained() {
    Books books = market("- {id: rolling, reserve: {party: brand, rate: 10%, days: 31}}\n");
    books.settle(paid(0, "1", 1_000));
    Explained explained =
        new Explainer(books.program())
            .ofPeriod(books.carry(), close(JULY, "2026-06"), Cause.CLOSE, 3)
            .orElseThrow();
    assertEquals("ACCRUED 9.00 → RESERVED +0.90", explained.formula());
    assertEquals(90, explained.amountMinor());
    assertTrue(explained.english().startsWith("brand's balances move at the close, CNY: "));
    assertTrue(explained.chinese().startsWith("brand的余额因关账结转，CNY："));
  }
}
