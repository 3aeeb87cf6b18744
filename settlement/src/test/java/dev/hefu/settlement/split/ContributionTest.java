package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.settlement.apportion.Shapley;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Weights;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts shared by contacts before the payment, by resources and by risk. */
final class ContributionTest {
  private static final String ALPHA = "alpha, bravo, charlie, shop";

  /** C1, the airport game: a runway as long as the largest plane needs, shared by all planes. */
  @Test
  void shapleyOfThePublishedGame() throws IOException {
    Path file = Path.of(System.getProperty("hefu.cases", "missing"), "settlement.json");
    Assumptions.assumeTrue(Files.exists(file), "the published cases are not at hand: " + file);
    JsonNode expected =
        new ObjectMapper().readTree(file.toFile()).path("contribution").path(0).path("expected");
    long[] costs = {8, 11, 13, 18};
    BigInteger[] shares =
        Shapley.timesFactorial(
            costs.length,
            set -> {
              long most = 0;
              for (int i = 0; i < costs.length; i++) {
                most = (set >> i & 1) == 1 ? Math.max(most, costs[i]) : most;
              }
              return most;
            });
    for (int i = 0; i < costs.length; i++) {
      BigInteger exact =
          Shapley.factorial(costs.length).multiply(BigInteger.valueOf(expected.path(i).asLong()));
      assertEquals(exact, shares[i]);
    }
  }

  /** Twelve players: equal ones get the same, an idle one nothing, all together the whole. */
  @Test
  void shapleyOfTwelve() {
    BigInteger[] shares =
        Shapley.timesFactorial(
            12, set -> (long) Integer.bitCount(set & 0x7ff) * Integer.bitCount(set & 0x7ff));
    BigInteger sum = Arrays.stream(shares).reduce(BigInteger.ZERO, BigInteger::add);
    assertEquals(Shapley.factorial(12).multiply(BigInteger.valueOf(121)), sum);
    assertEquals(BigInteger.ZERO, shares[11]);
    assertTrue(Arrays.stream(shares).limit(11).allMatch(shares[0]::equals));
  }

  @Test
  void partsOfAUnitSumToItWithTiesToTheFront() {
    BigInteger one = BigInteger.ONE;
    assertArrayEquals(new long[] {4, 3, 3}, Weights.parts(new BigInteger[] {one, one, one}, 10));
    assertArrayEquals(
        new long[] {0, 0}, Weights.parts(new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO}, 10));
  }

  private static Event touch(int hoursBefore, String party, int position) {
    return new Event.TouchpointRecorded(
        Books.stamp(2_000 - hoursBefore, party, "t" + position + "-" + hoursBefore),
        new LineKey("shop", "o", "1"),
        "campaign",
        "web",
        position);
  }

  /** Contacts alpha 1, bravo 2, alpha 3, charlie 4, at 21, 14, 7 and 0 days before the payment. */
  private static Map<String, Long> shared(String model, long price) {
    Books books =
        Books.of(
            ALPHA,
            "- {id: led, contribution: {among: [alpha, bravo, charlie], rate: 10%, "
                + model
                + "}}\n- {id: rest, remaining: {to: shop}}\n");
    List<Event> events = new ArrayList<>();
    events.add(touch(21 * 24, "alpha", 1));
    events.add(touch(14 * 24, "bravo", 2));
    events.add(touch(7 * 24, "alpha", 3));
    events.add(touch(0, "charlie", 4));
    events.add(touch(-1, "bravo", 5));
    events.add(Books.paid(2_000, "1", price, 1, Map.of()));
    books.settle(events.toArray(Event[]::new));
    return books.earned();
  }

  @ParameterizedTest
  @CsvSource({
    "'model: first', 12000, 1200, 0, 0",
    "'model: last', 12000, 0, 0, 1200",
    "'model: linear', 12000, 600, 300, 300",
    "'model: position, first: 40, last: 30', 12000, 660, 180, 360",
    "'model: time-decay, halfDays: 7', 15000, 500, 200, 800",
    "'model: shapley', 12000, 400, 400, 400",
    "'model: shapley, worth: [{parties: [alpha], ppm: 500000}, {parties: [bravo, charlie], ppm:"
        + " 500000}, {parties: [alpha, bravo, charlie], ppm: 1000000}]', 12000, 600, 300, 300",
  })
  void contactsShare(String model, long price, long alpha, long bravo, long charlie) {
    Map<String, Long> shares = shared(model, price);
    assertEquals(alpha, shares.getOrDefault("alpha", 0L));
    assertEquals(bravo, shares.getOrDefault("bravo", 0L));
    assertEquals(charlie, shares.getOrDefault("charlie", 0L));
    assertEquals(price - price / 10, shares.get("shop"));
  }

  /** A third each of 10.00 is rounded once, with the shop's share, and by rank. */
  @Test
  void partsAreRoundedWithTheLine() {
    Map<String, Long> shares = shared("model: shapley", 10_000);
    assertEquals(List.of(334L, 333L, 333L, 9_000L), List.copyOf(shares.values()));
  }

  @Test
  void withoutAContactTheTermGivesNothing() {
    Books books =
        Books.of(
            ALPHA,
            """
            - {id: led, contribution: {among: [alpha, bravo, charlie], rate: 10%, model: linear}}
            - {id: rest, remaining: {to: shop}}
            """);
    books.settle(Books.paid(0, "1", 1_000, 1, Map.of()));
    assertEquals(Map.of("shop", 1_000L), books.earned());
  }

  /** Contacts that are settled in an earlier run count all the same, and are explained. */
  @Test
  void contactsMayBeToldLongBefore() {
    Books books =
        Books.of(
            ALPHA,
            """
            - {id: led, contribution: {among: [alpha, bravo, charlie], rate: 10%, model: linear}}
            - {id: rest, remaining: {to: shop}}
            """);
    List<Event> told = List.of(touch(48, "bravo", 1), touch(24, "alpha", 2), touch(3, "alpha", 3));
    books.settle(told.toArray(Event[]::new));
    Event.LinePaid paid = Books.paid(2_000, "1", 3_000, 1, Map.of());
    books.settle(paid);
    assertEquals(Map.of("alpha", 200L, "bravo", 100L, "shop", 2_700L), books.earned());
    List<Event> all = new ArrayList<>(told);
    all.add(paid);
    Explained explained =
        new Explainer(books.program()).ofLine(all, paid.stamp(), Cause.SALE, 1).orElseThrow();
    assertEquals("30.00 × 10% × 1/3 → 1.00", explained.formula());
  }

  @Test
  void resourcesShareByWeight() {
    Books books =
        Books.of(
            "stock, store, brand",
            """
            - id: brought
              resource:
                rate: 20%
                parts:
                  - {party: stock, kind: stock, weight: 3}
                  - {party: $store, kind: space, weight: 2}
                  - {party: brand, kind: marketing, weight: 1}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(Books.paid(0, "1", 6_000, 1, Map.of(Attribute.STORE, "store")));
    assertEquals(Map.of("stock", 600L, "store", 400L, "brand", 5_000L), books.earned());
    books.settle(Books.paid(1, "2", 6_000, 1, Map.of()));
    assertEquals(
        Map.of("stock", 600L, "brand", 5_400L), books.earned(), "nobody's part is left over");
  }

  private static Event returned(int hour, int pieces) {
    return new Event.ReturnReceived(
        Books.stamp(hour, "shop", "ret" + hour), new LineKey("shop", "o", "1"), "r" + hour, pieces);
  }

  /** 20 % of the price is lost with every piece: the market bears half of it, the store a tenth. */
  @Test
  void theRiskOfReturnsIsShared() {
    Books books =
        Books.of(
            "market, store, brand",
            """
            - id: risk
              return-risk:
                {to: brand, rate: 20%, of: price, funding: [{party: market, rate: 50%}, {party: store, rate: 10%}]}
            - {id: rest, remaining: {to: brand}}
            """);
    books.settle(Books.paid(0, "1", 1_000, 4, Map.of()), returned(5, 1));
    assertEquals(Map.of("market", -25L, "store", -5L, "brand", 1_030L), books.earned());
    books.settle(returned(6, 9), Books.refund(7, "1", "all", 1_000, 4));
    assertEquals(Map.of("market", -100L, "store", -20L, "brand", 120L - 1_000), books.earned());
  }

  @ParameterizedTest
  @CsvSource({
    "late-delivery, penalty, 0, 0, 0",
    "late-delivery, penalty, 2, 0, 30",
    "on-time-delivery, bonus, 0, 3, 30",
    "otif, bonus, 0, 0, 30",
    "otif, bonus, 0, 3, 0",
    "otif, bonus, 2, 0, 0",
    "not-otif, penalty, 0, 0, 0",
    "not-otif, penalty, 0, 3, 30",
    "not-otif, penalty, 2, 0, 30",
  })
  void deliveriesAreJudged(String when, String kind, int hoursLate, int missing, long expected) {
    Books books =
        Books.of(
            "brand, carrier",
            "- {id: judged, %s: {from: carrier, to: brand, when: %s, graceMinutes: 30, amountMinor: 30}}\n"
                    .formatted(kind, when)
                + "- {id: rest, remaining: {to: brand}}\n");
    books.settle(
        Books.paid(0, "1", 1_000, 4, Map.of()),
        new Event.ShipmentDelivered(
            Books.stamp(10 + hoursLate, "carrier", "d"),
            new LineKey("shop", "o", "1"),
            "s",
            Books.NOON.plusSeconds(36_000),
            missing));
    assertEquals(1_000 + expected, books.earned("brand"));
  }

  @Test
  void outOfStockCostsOnceAndStays() {
    Books books =
        Books.of(
            "brand, market",
            """
            - {id: stock, penalty: {from: brand, to: market, when: out-of-stock, rate: 5%, of: price}}
            - {id: rest, remaining: {to: brand}}
            """);
    LineKey line = new LineKey("shop", "o", "1");
    books.settle(
        Books.paid(0, "1", 1_000, 2, Map.of()),
        new Event.LineCancelled(Books.stamp(1, "shop", "c1"), line, true),
        new Event.LineCancelled(Books.stamp(2, "shop", "c2"), line, true),
        Books.refund(3, "1", "r", 0, 1));
    assertEquals(Map.of("brand", -50L, "market", 50L), books.earned());
    books.settle(
        Books.paid(4, "2", 1_000, 2, Map.of()),
        new Event.LineCancelled(Books.stamp(5, "shop", "c3"), new LineKey("shop", "o", "2")));
    assertEquals(Map.of(), books.earned(), "another reason costs nothing");
  }
}
