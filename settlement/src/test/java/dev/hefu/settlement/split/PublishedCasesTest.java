package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.settlement.carry.Balances;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Voucher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published worked examples, as agreements and events. */
final class PublishedCasesTest {
  private static final List<String> PARTIES = List.of("alpha", "bravo", "charlie", "delta");

  private static JsonNode published() throws IOException {
    Path file = Path.of(System.getProperty("hefu.cases", "missing"), "settlement.json");
    Assumptions.assumeTrue(Files.exists(file), "the published cases are not at hand: " + file);
    return new ObjectMapper().readTree(file.toFile());
  }

  @TestFactory
  Stream<DynamicTest> splits() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : published().path("split")) {
      tests.add(dynamicTest(each.path("id").asText(), () -> split(each)));
    }
    return tests.stream();
  }

  private static void split(JsonNode example) {
    JsonNode shares = example.path("shares");
    StringBuilder terms = new StringBuilder();
    Map<String, Long> expected = new java.util.TreeMap<>();
    for (int i = 0; i < shares.size(); i++) {
      terms.append("- {id: t").append(i).append(", ").append(rule(shares, i)).append("}\n");
      if (example.path("expected").path(i).asLong() != 0) {
        expected.put(PARTIES.get(i), example.path("expected").path(i).asLong());
      }
    }
    String parties = String.join(", ", PARTIES.subList(0, shares.size()));
    Books books = Books.of(parties, terms.toString());
    books.settle(Books.paid(0, "1", example.path("amount").asLong(), 1, Map.of()));
    assertEquals(expected, books.earned(), example.path("source").asText());
  }

  private static String rule(JsonNode shares, int i) {
    String party = PARTIES.get(i);
    String share = shares.path(i).asText();
    if (share.equals("remaining")) {
      return "remaining: {to: " + party + "}";
    }
    if (share.startsWith("fixed ")) {
      return "fixed: {to: " + party + ", amountMinor: " + share.substring(6) + "}";
    }
    return "percentage: {to: " + party + ", rate: " + rate(shares, i) + "}";
  }

  /** A percentage as it stands; weights as thousandths of their sum. */
  private static String rate(JsonNode shares, int i) {
    String share = shares.path(i).asText();
    if (share.endsWith("%")) {
      return share;
    }
    long scale = share.contains(".") ? 1000 : 1;
    long sum = 0;
    for (JsonNode each : shares) {
      sum += Math.round(each.asDouble() * scale);
    }
    return Math.round(Double.parseDouble(share) * scale) + "/" + sum;
  }

  @Test
  void nestedWaterfall() throws IOException {
    JsonNode example = published().path("waterfall").path(0);
    Books books =
        Books.of(
            "tax, cashback, revenue, merchant",
            """
            - id: platform-side
              waterfall:
                rate: 15%
                terms:
                  - {id: tax, percentage: {to: tax, rate: 20%}}
                  - {id: cashback, percentage: {to: cashback, rate: 5%, of: rest, cap: 1000}}
                  - {id: revenue, remaining: {to: revenue}}
            - {id: merchant, remaining: {to: merchant}}
            """);
    books.settle(Books.paid(0, "1", example.path("amount").asLong(), 1, Map.of()));
    Map<String, Long> expected = new java.util.TreeMap<>();
    example
        .path("expected")
        .properties()
        .forEach(each -> expected.put(each.getKey(), each.getValue().asLong()));
    assertEquals(expected, books.earned());
  }

  @TestFactory
  Stream<DynamicTest> cappedFee() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : published().path("waterfall").path(1).path("cases")) {
      tests.add(
          dynamicTest(
              each.path("amount").asText(),
              () -> {
                Books books =
                    Books.of(
                        "fees, merchant",
                        """
                        - {id: fee, percentage: {to: fees, rate: 10%, cap: 10}}
                        - {id: rest, remaining: {to: merchant}}
                        """);
                books.settle(Books.paid(0, "1", each.path("amount").asLong(), 1, Map.of()));
                assertEquals(
                    Map.of(
                        "fees", each.path("expected").path(0).asLong(),
                        "merchant", each.path("expected").path(1).asLong()),
                    books.earned());
              }));
    }
    return tests.stream();
  }

  @Test
  void voucherFundedByTheSeller() throws IOException {
    JsonNode example = published().path("promotion").path(0).path("expected");
    double expected = example.path("voucher funded by the seller: seller receives").asDouble();
    assertEquals(Math.round(expected * 100), voucher("seller"));
  }

  @Test
  void voucherFundedByThePlatform() throws IOException {
    JsonNode example = published().path("promotion").path(0).path("expected");
    double expected = example.path("voucher funded by the platform: seller receives").asDouble();
    assertEquals(Math.round(expected * 100), voucher("platform"));
  }

  private static long voucher(String fundedBy) {
    Books books =
        Books.of(
            "platform, seller",
            """
            - {id: commission, percentage: {to: platform, rate: 15%, of: "price-less-own-vouchers:seller"}}
            - id: vouchers
              promotion: {fundedBy: [platform], funding: [{party: platform, rate: 100%}]}
            - {id: rest, remaining: {to: seller}}
            """);
    Voucher voucher = new Voucher("TEN", fundedBy, 1000);
    books.settle(Books.paid(0, "1", 10_000, 0, 0, 1, List.of(voucher), Map.of()));
    return books.earned("seller");
  }

  @Test
  void refundAtTheVersionOfItsLine() throws IOException {
    String expected = published().path("refund").path(0).path("expected").asText();
    Books before =
        Books.of("platform, seller", commission("10%"))
            .settle(Books.paid(0, "1", 500, 1, Map.of()));
    Books after =
        Books.of("platform, seller", commission("15%"))
            .settle(Books.paid(1, "2", 500, 1, Map.of()));
    assertEquals(75, after.earned("platform"));
    before.settle(Books.refund(2, "1", "r", 500, 1));
    assertEquals(-50, before.earned("platform"), expected);
  }

  private static String commission(String rate) {
    return "- {id: commission, percentage: {to: platform, rate: "
        + rate
        + "}}\n- {id: rest, remaining: {to: seller}}\n";
  }

  @Test
  void refundBeforePayout() throws IOException {
    String expected = published().path("refund").path(1).path("expected").asText();
    Books books =
        Books.of("platform, seller", commission("20%"))
            .settle(Books.paid(0, "1", 1000, 10, Map.of()))
            .settle(Books.refund(1, "1", "r", 100, 1));
    assertEquals(720, books.carry().owed(1), expected);
    books.settle(
        new dev.hefu.settlement.event.Event.PeriodClosed(
            Books.stamp(2, "gateway", "close"), "2026-06"));
    assertEquals(720, books.carry().balance(1, State.PAYABLE));
    Balances balances = books.carry().balances.copy();
    balances.add(new Posting(0, Posting.NO_TERM, 1, State.PAYABLE, -80));
    balances.add(new Posting(1, Posting.NO_TERM, 1, State.PAID, 80));
    assertEquals(640, balances.owed(1), expected);
  }
}
