package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Volume;
import dev.hefu.settlement.agreement.Window;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Span;
import dev.hefu.settlement.program.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Scales, guarantees, caps, advances and indicators over windows. */
final class MemoryTest {
  private static final String REBATE =
      """
      - id: rebate
        scale:
          to: retailer
          from: supplier
          per: year
          mode: whole-volume
          steps: [{from: 500000, rate: 2%}, {from: 2000000, rate: 4%}]
      - {id: proceeds, remaining: {to: supplier}}
      """;

  private static JsonNode tiers(int index) throws IOException {
    Path file = Path.of(System.getProperty("hefu.cases", "missing"), "settlement.json");
    Assumptions.assumeTrue(Files.exists(file), "the published cases are not at hand: " + file);
    return new ObjectMapper().readTree(file.toFile()).path("tiers").path(index).path("expected");
  }

  private static Event.LinePaid sold(String day, String line, long price) {
    return at(day, Books.paid(0, line, price, 1, Map.of()));
  }

  private static Event.LinePaid at(String day, Event.LinePaid paid) {
    Instant time = Instant.parse(day + "T12:00:00Z");
    Duration shift = Duration.between(paid.stamp().time(), time);
    return new Event.LinePaid(
        Books.stamp((int) shift.toHours(), "shop", paid.stamp().id()), paid.line());
  }

  private static Event close(String period) {
    return new Event.PeriodClosed(Books.stamp(9_000, "hefu", "close-" + period), period);
  }

  private static Event refund(String day, String line, long amount) {
    Instant time = Instant.parse(day + "T12:00:00Z");
    int hour = (int) Duration.between(Books.NOON, time).toHours();
    return Books.refund(hour, line, "r-" + line + day, amount, 1);
  }

  /** T1: 3,000 in October, 4,000 in November, 20,000 after: 0, 140, then 1,080 in all. */
  @Test
  void aRetroactiveScaleAccruesAndPaysTheRest() throws IOException {
    JsonNode expected = tiers(0);
    Books books = Books.of("retailer, supplier", REBATE);
    books.settle(sold("2026-10-05", "1", 300_000), close("2026-10"));
    assertEquals(expected.path("accrued October").asLong() * 100, books.earned("retailer"));
    books.settle(sold("2026-11-05", "2", 400_000), close("2026-11"));
    assertEquals(expected.path("accrued by November").asLong() * 100, books.earned("retailer"));
    books.settle(sold("2026-12-05", "3", 2_000_000), close("2026-12"));
    assertEquals(expected.path("final payment after 140").asLong() * 100, books.earned("retailer"));
    assertEquals(expected.path("total").asLong() * 100, books.carry().owed(0));
  }

  @Test
  void timeAccruesWhatACloseThenDoesNotRepeat() {
    Books books = Books.of("retailer, supplier", REBATE);
    books.settle(
        sold("2026-10-05", "1", 700_000),
        new Event.TimePassed(Books.stamp(24 * 130, "hefu", "tick")));
    assertEquals(14_000, books.earned("retailer"));
    books.settle(close("2026-10"));
    assertEquals(0, books.earned("retailer"));
  }

  /** A refund in February lowers the scale that its line reached in December. */
  @Test
  void aRefundCountsInTheWindowOfItsSale() {
    Books books = Books.of("retailer, supplier", REBATE);
    books.settle(sold("2026-12-05", "1", 2_000_000), close("2026-12"));
    assertEquals(80_000, books.earned("retailer"));
    books.settle(
        sold("2027-01-10", "2", 600_000), refund("2027-02-01", "1", 100_000), close("2027-02"));
    // 19,000.00 of 2026 now earn 2 %, that is 380.00; 6,000.00 of 2027 earn 120.00.
    assertEquals(38_000 - 80_000 + 12_000, books.earned("retailer"));
  }

  private static Memory.Scale perPiece(boolean whole, long base, long... steps) {
    List<Memory.ScaleStep> all = new java.util.ArrayList<>();
    for (int i = 0; i < steps.length; i += 2) {
      all.add(new Memory.ScaleStep(steps[i], Optional.empty(), steps[i + 1]));
    }
    return new Memory.Scale(
        new PartyRef.Named("a"),
        Optional.of(new PartyRef.Named("b")),
        Volume.Plain.UNITS,
        Window.MONTH,
        whole,
        base,
        all);
  }

  private static long target(Memory rule, long volume) {
    return new Targets(2).of(rule, volume, Span.whole(true), OptionalLong.empty()).rounded();
  }

  /** T2: a base of 30, 1.5 for each of 1,000 pieces and 2.0 beyond. */
  @Test
  void pricePerPieceByStepsOrByTheStepReached() throws IOException {
    JsonNode expected = tiers(1);
    assertEquals(
        expected.path("marginal").asLong() * 100,
        target(perPiece(false, 3_000, 0, 150, 1_000, 200), 1_200));
    assertEquals(
        expected.path("whole volume at the top tier").asLong() * 100,
        target(perPiece(true, 3_000, 0, 150, 1_000, 200), 1_200));
  }

  /** T3: 15,000 pieces at 0.10, 0.05 and 0.01. */
  @Test
  void fallingPricesGraduatedOrByVolume() throws IOException {
    JsonNode expected = tiers(2);
    long[] steps = {0, 10, 1_000, 5, 10_000, 1};
    assertEquals(
        expected.path("graduated").asLong() * 100, target(perPiece(false, 0, steps), 15_000));
    assertEquals(expected.path("volume").asLong() * 100, target(perPiece(true, 0, steps), 15_000));
  }

  @Test
  void aStepIsReachedExactlyAtItsBeginning() {
    Memory.Scale scale = perPiece(true, 0, 10, 1, 20, 2);
    assertEquals(0, target(scale, 9));
    assertEquals(10, target(scale, 10));
    assertEquals(19, target(scale, 19));
    assertEquals(40, target(scale, 20));
    assertEquals(0, target(scale, -5));
  }

  @Test
  void halvesOfATargetGoTowardZero() {
    Memory.Advance half =
        new Memory.Advance(
            new PartyRef.Named("a"),
            Optional.empty(),
            Volume.Plain.WHOLE,
            10,
            Rate.of("50%").orElseThrow(),
            false);
    assertEquals(9, target(half, 1));
    assertEquals(0, target(half, 20));
    assertEquals(0, target(half, 2_000));
  }

  @Test
  void aGuaranteeIsDueOnceItsWindowIsOver() {
    Books books =
        Books.of(
            "market, brand",
            """
            - {id: fee, percentage: {to: market, rate: 10%}}
            - {id: guarantee, minimum: {to: brand, from: market, of: "earned:brand", per: quarter, amountMinor: 100000}}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(sold("2026-04-05", "1", 50_000), close("2026-04"));
    assertEquals(Map.of("market", 5_000L - 100_000, "brand", 45_000L + 100_000), books.earned());
    books.settle(sold("2026-05-05", "2", 50_000), close("2026-06"));
    // The second quarter gave 90,000; the first, without a line, was due in full at the first
    // close.
    assertEquals(Map.of("market", 5_000L - 10_000, "brand", 45_000L + 10_000), books.earned());
    books.settle(refund("2026-07-10", "2", 50_000), close("2026-07"));
    assertEquals(0, books.earned("brand"), "what the refund took the guarantee gives");
  }

  @Test
  void beyondACapGoesBack() {
    Books books =
        Books.of(
            "market, brand",
            """
            - {id: fee, percentage: {to: market, rate: 10%}}
            - {id: ceiling, cap: {to: brand, from: market, of: "term:fee", per: month, amountMinor: 6000}}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(
        sold("2026-04-05", "1", 50_000), sold("2026-04-06", "2", 50_000), close("2026-04"));
    assertEquals(6_000, books.earned("market"));
    books.settle(sold("2026-05-05", "3", 50_000), close("2026-05"));
    assertEquals(5_000, books.earned("market"));
  }

  @Test
  void anAdvanceIsGivenBackOutOfWhatIsEarned() {
    Books books =
        Books.of(
            "market, brand",
            """
            - {id: fee, percentage: {to: market, rate: 10%}}
            - {id: advance, advance: {to: brand, from: market, of: "earned:brand", amountMinor: 60000, recoup: 50%}}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(close("2026-03"));
    assertEquals(60_000, books.earned("brand"));
    books.settle(sold("2026-04-05", "1", 100_000), close("2026-04"));
    assertEquals(90_000 - 45_000, books.earned("brand"));
    books.settle(sold("2026-05-05", "2", 100_000), close("2026-05"));
    assertEquals(90_000 - 15_000, books.earned("brand"));
    books.settle(sold("2026-06-05", "3", 100_000), close("2026-06"));
    assertEquals(90_000, books.earned("brand"));
  }

  @Test
  void anIndicatorMovesAShareWithinItsBounds() {
    String terms =
        """
        - {id: fee, percentage: {to: market, rate: 10%}}
        - id: quality
          indicator: {to: market, from: brand, of: "term:fee", name: satisfaction, party: market, by: brand, referencePpm: 900000, slopePpm: 2000000, leastPpm: -100000, mostPpm: 50000}
        - {id: rest, remaining: {to: brand}}
        """;
    // 0.92 is 0.02 over the reference: twice that is 4 %; 0.99 would be 18 %, bounded to 5 %.
    assertEquals(5_000 + 200, indicator(terms, "brand", 920_000));
    assertEquals(5_000 + 250, indicator(terms, "brand", 990_000));
    assertEquals(5_000 - 500, indicator(terms, "brand", 100_000));
    assertEquals(5_000, indicator(terms, "market", 990_000), "the market may not report it");
  }

  private static long indicator(String terms, String by, long ppm) {
    Books books = Books.of("market, brand", terms);
    books.settle(
        sold("2026-04-05", "1", 50_000),
        new Event.IndicatorReported(
            Books.stamp(24, by, "i"), "satisfaction", "market", "2026-04", ppm),
        close("2026-04"));
    return books.earned("market");
  }

  /** With the end of the version every window ends, so nothing stays open. */
  @Test
  void terminationClosesWindowsAtTheEndDate() {
    Books books =
        Books.of(
            "market, brand",
            "until: 2026-05-16",
            """
            - {id: guarantee, minimum: {to: brand, from: market, of: whole, per: year, amountMinor: 100000}}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(sold("2026-04-05", "1", 70_000), close("2026-04"));
    assertEquals(70_000, books.earned("brand"));
    books.settle(close("2026-05"));
    assertEquals(30_000, books.earned("brand"));
    books.settle(close("2026-06"));
    assertEquals(0, books.earned("brand"));
  }

  @Test
  void aDeltaIsExplained() {
    Books books = Books.of("retailer, supplier", REBATE);
    books.settle(sold("2026-11-05", "1", 700_000), close("2026-11"));
    books.settle(sold("2026-12-05", "2", 2_000_000));
    Explained explained =
        new Explainer(books.program())
            .ofPeriod(books.carry(), close("2026-12"), Cause.MEMORY, 0)
            .orElseThrow();
    assertEquals("2026: 27000.00 × 4% → 1080.00, − 140.00 → 940.00", explained.formula());
    assertEquals(94_000, explained.amountMinor());
    assertEquals(
        "retailer receives 940.00 CNY under “rebate”: " + explained.formula() + ".",
        explained.english());
    assertEquals(
        "retailer按条款“rebate”获得 940.00 CNY：" + explained.formula() + "。", explained.chinese());
  }
}
