package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.ExchangeRate;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of another currency: converted once at the rate of their time, refunds too. */
final class ExchangeTest {
  private static final String SALE =
      """
      - {id: fee, percentage: {to: market, rate: 10%}}
      - {id: proceeds, remaining: {to: brand}}
      """;

  private static ExchangeRate rate(String text) {
    return ExchangeRate.of(text).orElseThrow();
  }

  /** F1: 500 SIT at 239.640 SIT per EUR. */
  @Test
  void thePublishedConversion() throws IOException {
    Path file = Path.of(System.getProperty("hefu.cases", "missing"), "settlement.json");
    Assumptions.assumeTrue(Files.exists(file), "the published cases are not at hand: " + file);
    JsonNode expected =
        new ObjectMapper().readTree(file.toFile()).path("exchange rate").path(0).path("expected");
    long euro = rate("239.640").convert(50_000, 2, 2, true).orElseThrow();
    assertEquals(new BigDecimal(expected.asText()), BigDecimal.valueOf(euro, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "7.12345, 100, 2, 2, false, 712",
    "7.12345, 100, 2, 2, true, 14",
    "0.5, 1, 2, 2, false, 1",
    "0.5, 3, 2, 2, false, 2",
    "155.25, 1000, 0, 2, true, 644",
    "155.25, 644, 2, 0, false, 1000",
    "1, 12345, 2, 3, false, 123450",
  })
  void convertsOnceHalvesUp(
      String rate, long amount, int from, int to, boolean divide, long expected) {
    assertEquals(OptionalLong.of(expected), rate(rate).convert(amount, from, to, divide));
  }

  @ParameterizedTest
  @CsvSource({"0", "0.0", "1234567", "1.234567", "123456.7", "-1", "1e3", "1.", "''"})
  void refusesWhatIsNoRate(String text) {
    assertTrue(ExchangeRate.of(text).isEmpty());
  }

  @Test
  void anAmountOverTheLimitIsNoAmount() {
    assertEquals(
        OptionalLong.of(Line.MAX_AMOUNT_MINOR),
        rate("1").convert(Line.MAX_AMOUNT_MINOR, 2, 2, false));
    assertTrue(rate("1.00001").convert(Line.MAX_AMOUNT_MINOR, 2, 2, false).isEmpty());
  }

  private static Books books(String members) {
    return Books.of("market, brand, bank", members, SALE);
  }

  private static Event.LinePaid paid(String currency, long price, long tax, String rate) {
    LineKey key = new LineKey("shop", "o", "1");
    return new Event.LinePaid(
        Books.stamp(0, "shop", "paid"),
        new Line(
            key,
            currency,
            price,
            tax,
            0,
            3,
            List.of(),
            Map.of(Attribute.SELLER, "shop"),
            List.of(),
            rate.isEmpty() ? null : rate(rate)));
  }

  private static final String YEN =
      "exchange: [{currency: JPY, quoted: foreign-per-own, difference: bank}]";

  @Test
  void splitsTheConvertedAmount() {
    Books books = books(YEN).settle(paid("JPY", 1_000, 0, "20.5"));
    // 1,000 ÷ 20.5 = 48.78 CNY.
    assertEquals(Map.of("market", 488L, "brand", 4_390L), books.earned());
  }

  /** However a refund is chopped, and at whatever rate of its own day, the line ends at nothing. */
  @Test
  void refundsAtTheOriginalRateEndAtTheOriginal() {
    Books whole = books(YEN).settle(paid("JPY", 1_000, 0, "20.5"));
    whole.settle(Books.refund(2, "1", "r", 1_000, 3));
    assertEquals(Map.of("market", -488L, "brand", -4_390L), whole.earned());
    Books chopped = books(YEN).settle(paid("JPY", 1_000, 0, "20.5"));
    List<Event> refunds = new ArrayList<>();
    for (int i = 0; i < 1_000; i += 8) {
      refunds.add(Books.refund(2 + i, "1", "r" + i, 8, 0));
    }
    chopped.settle(refunds.toArray(Event[]::new));
    assertEquals(Map.of("market", -488L, "brand", -4_390L), chopped.earned());
  }

  @Test
  void aPartialRefundConvertsWhatWasRefundedInAll() {
    Books books = books(YEN).settle(paid("JPY", 1_000, 0, "20.5"));
    books.settle(Books.refund(2, "1", "r1", 333, 1));
    assertEquals(-1_624, books.earned("market") + books.earned("brand"), "333 ÷ 20.5 = 16.24");
    books.settle(Books.refund(3, "1", "r2", 333, 1));
    assertEquals(-3_249 + 1_624, books.earned("market") + books.earned("brand"), "666 ÷ 20.5");
  }

  /** Paid and tax are converted apart: 0.11 less 0.02 is 0.09, but their net converts to 0.08. */
  @Test
  void theDifferenceGoesToItsAccountAndBack() {
    String net =
        "divides: net-of-tax\n"
            + "exchange: [{currency: USD, quoted: own-per-foreign, difference: bank}]";
    Books books = books(net).settle(paid("USD", 211, 45, "0.05"));
    assertEquals(Map.of("market", 1L, "brand", 8L, "bank", -1L), books.earned());
    Explained explained =
        new Explainer(books.program())
            .ofLine(
                List.of(paid("USD", 211, 45, "0.05")),
                Books.stamp(0, "shop", "paid"),
                Cause.EXCHANGE,
                0)
            .orElseThrow();
    assertEquals("1.66 USD × 0.05 → 0.08, − 0.09 → -0.01", explained.formula());
    books.settle(
        new Event.RefundPaid(
            Books.stamp(4, "shop", "r"), new LineKey("shop", "o", "1"), "r", 211, 45, 0, 3, null));
    assertEquals(Map.of("market", -1L, "brand", -8L, "bank", 1L), books.earned());
  }

  @Test
  void withoutARateOrARuleTheLineWaits() {
    Books books = books(YEN).settle(paid("JPY", 1_000, 0, ""));
    assertEquals(Problem.RATE_MISSING, books.last().unsettled().getFirst().problem());
    books = books(YEN).settle(paid("USD", 1_000, 0, "7"));
    assertEquals(Problem.CURRENCY_NOT_AGREED, books.last().unsettled().getFirst().problem());
    books = books(YEN).settle(paid("JPY", 100_000_000_000L >> 1, 0, "0.001"));
    assertEquals(Problem.AMOUNT_OVER_AGREED, books.last().unsettled().getFirst().problem());
  }

  @Test
  void bothAmountsStandInTheExplanation() {
    Event.LinePaid paid = paid("JPY", 1_000, 0, "20.5");
    Explained explained =
        new Explainer(books(YEN).program())
            .ofLine(List.of(paid), paid.stamp(), Cause.SALE, 0)
            .orElseThrow();
    assertEquals(
        "48.78 × 10% → 4.87⅘ → 4.87, +0.01 by largest fraction (1000 JPY ÷ 20.5 → 48.78 CNY)",
        explained.formula());
    assertTrue(explained.english().contains(explained.formula()));
    assertEquals("1000 JPY ÷ 20.5", explained.steps().getFirst().value());
  }
}
