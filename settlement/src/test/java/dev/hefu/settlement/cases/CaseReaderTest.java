package dev.hefu.settlement.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.proof.Fault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that could pass by mistake is refused with the line of its fault. */
final class CaseReaderTest {
  private static final String GOOD =
      """
      format: hefu-settlement-cases/1
      title: {en: Good, zh: 好}
      agreements:
        halves:
          format: hefu-revenue-agreement/1
          name: halves
          version: 1
          title: {en: Halves, zh: 对半}
          currency: CNY
          from: 2026-01-01
          parties: [shop, brand]
          selects: {}
          terms:
            - {id: half, percentage: {to: shop, rate: 50%}}
            - {id: rest, remaining: {to: brand}}
      cases:
        - case: halves
          under: [halves]
          events: [{order.line.paid: "1", id: sale, priceMinor: 4}]
          expect:
            - {of: sale, gives: {half: {shop: 2}, rest: {brand: 2}}, why: Half of four.}
      """;

  private static final String CONTINUED =
      """
      format: hefu-settlement-cases/1
      title: {en: Goes on, zh: 延续}
      agreements:
        one:
          format: hefu-revenue-agreement/1
          name: capped
          version: 1
          title: {en: One, zh: 一}
          currency: CNY
          from: 2026-01-01
          until: 2027-01-01
          parties: [shop, brand]
          selects: {}
          terms:
            - {id: fee, percentage: {to: shop, rate: 50%}}
            - {id: ceiling, cap: {to: brand, of: 'term:fee', from: shop, per: year, amountMinor: 2}}
            - {id: rest, remaining: {to: brand}}
        two:
          format: hefu-revenue-agreement/1
          name: capped
          version: 2
          continues: true
          title: {en: Two, zh: 二}
          currency: CNY # the same
          zone: UTC
          from: 2026-06-01
          parties: [brand, shop]
          selects: {}
          terms:
            - {id: fee, percentage: {to: shop, rate: 50%}}
            - {id: store, fixed: {to: $store, amountMinor: 1}}
            - {id: ceiling, cap: {to: brand, from: shop, of: 'term:fee', per: year, amountMinor: 2}}
            - {id: rest, remaining: {to: brand}}
      cases:
        - case: a cap goes on
          under: [one, two]
          events: [{order.line.paid: "1", id: sale, priceMinor: 4}]
          expect:
            - {of: sale, gives: {fee: {shop: 2}, rest: {brand: 2}}, why: Half of four.}
      """;

  @Test
  void aGoodFileHolds() {
    CaseFile file = assertInstanceOf(CaseReading.Read.class, read(GOOD)).file();
    assertEquals("好", file.titleChinese());
    assertEquals(17, file.cases().getFirst().sourceLine());
    assertTrue(CaseRun.run(file.cases().getFirst()).stream().allMatch(Check::holds));
  }

  /** Each row replaces a piece and names rule and line of the fault. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-listed|1|hefu-settlement-cases/1|hefu-settlement-cases/2",
        "member-missing|2|{en: Good, zh: 好}|{en: Good}",
        "rate|14|rate: 50%|rate: 150%",
        "agreement-unknown|18|under: [halves]|under: [thirds]",
        "event|19|order.line.paid: \"1\", |''",
        "event|19|order.line.paid: \"1\"|order.line.paid: \"1\", refund.paid: \"1\"",
        "event|19|id: sale|id: sale, at: noon",
        "event|19|id: sale|id: sale, at: 2026-06-01T10:00",
        "event|19|id: sale|id: sale, as: SHOP",
        "event|19|id: sale|id: sale, as: 5",
        "event|19|{order.line.paid: \"1\", id: sale, priceMinor: 4}|{period.closed: June}",
        "event|19|{order.line.paid: \"1\", id: sale, priceMinor: 4}|{period.closed: 2026-13}",
        "event|19|{order.line.paid: \"1\", id: sale, priceMinor: 4}|{time.passed: '', why: not}",
        "event|19|order.line.paid: \"1\"|order.line.paid: [1]",
        "event-unknown|21|of: sale|of: sail",
        "member-missing|21|', why: Half of four.'|''",
        "schema|21|{shop: 2}|{shop: 0}",
        "schema|21|gives|gave",
        "schema|21|gives|waits",
        "value|21|{half: {shop: 2}|{half: {shop: 2.0}",
      })
  void badFilesNameTheirRuleAndLine(String rule, int line, String piece, String replacement) {
    assertTrue(GOOD.contains(piece), piece);
    CaseReading.Faulty faulty =
        assertInstanceOf(
            CaseReading.Faulty.class,
            read(GOOD.replace(piece, replacement == null ? "" : replacement)));
    Fault fault = faulty.faults().getFirst();
    assertEquals(rule, fault.rule(), fault::toString);
    assertEquals(line, fault.line(), fault::toString);
  }

  /** Each row makes the amendment that goes on into one that cannot. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "continues-nothing|/cases/0/under|under: [one, two]|under: [two]",
        "continues-nothing|/continues|id: ceiling, cap: {to: brand, from: shop|id: other, cap: {to:"
            + " brand, from: shop",
        "continues-currency|/continues|currency: CNY #|currency: EUR #",
        "continues-zone|/continues|zone: UTC|zone: Asia/Shanghai",
        "continues-divides|/continues|zone: UTC|divides: net-of-tax",
        "continues-parties|/continues|parties: [brand, shop]|parties: [brand, shop, third]",
        "continues-gap|/continues|from: 2026-06-01|from: 2027-06-02",
        "continues-term|ceiling|cap: {to: brand, from: shop|minimum: {to: brand, from: shop",
        "continues-term|ceiling|from: shop, of: 'term:fee', per: year|from: shop, of: 'term:fee',"
            + " per: month",
        "continues-term|ceiling|from: shop, of: 'term:fee', per: year|from: shop, of: whole, per:"
            + " year",
        "continues-term|ceiling|cap: {to: brand, from: shop|cap: {to: shop, from: brand"
      })
  void whatCannotGoOnNamesItsRule(String rule, String where, String piece, String instead) {
    assertInstanceOf(CaseReading.Read.class, read(CONTINUED));
    assertTrue(CONTINUED.contains(piece), piece);
    CaseReading.Faulty faulty =
        assertInstanceOf(CaseReading.Faulty.class, read(CONTINUED.replace(piece, instead)));
    Fault fault = faulty.faults().getFirst();
    assertEquals(rule, fault.rule(), faulty.faults()::toString);
    assertEquals(where, fault.where(), fault::toString);
    assertTrue(fault.line() > 0, fault::toString);
  }

  @Test
  void anEventThatTheGatewayWouldRefuseWaitsWithItsReason() {
    String refused =
        GOOD.replace("priceMinor: 4", "priceMinor: -4")
            .replace("gives: {half: {shop: 2}, rest: {brand: 2}}", "waits: malformed");
    CaseFile file = assertInstanceOf(CaseReading.Read.class, read(refused)).file();
    assertTrue(CaseRun.run(file.cases().getFirst()).stream().allMatch(Check::holds));
  }

  /**
   * A slip in an event is told where its expectation does not hold; nothing is read as a default.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "/quantity must be an integer|priceMinor: 4, quantity: two",
        "/currency must be a text of the form [A-Z]{3}|priceMinor: 4, currency: cny",
        "/priceMinor must be an integer|prizeMinor: 4",
        "type-unknown|priceMinor: 4, order.line.paid: x",
        "sender-not-authoritative|priceMinor: 4, by: brand"
      })
  void aSlipInAnEventIsTold(String reason, String instead) {
    String slip =
        reason.equals("type-unknown")
            ? GOOD.replace("order.line.paid", "order.line.payed")
            : GOOD.replace("priceMinor: 4", instead);
    CaseFile file = assertInstanceOf(CaseReading.Read.class, read(slip)).file();
    Check gives = CaseRun.run(file.cases().getFirst()).getFirst();
    assertFalse(gives.holds());
    assertTrue(gives.actual().contains("not settled: sale "), gives::actual);
    assertTrue(gives.actual().contains(reason), gives::actual);
  }

  @Test
  void tooLargeIsRefusedUnread() {
    String large = GOOD + "#".repeat(CaseReader.MAX_BYTES);
    CaseReading.Faulty faulty = assertInstanceOf(CaseReading.Faulty.class, read(large));
    assertEquals("too-large", faulty.faults().getFirst().rule());
  }

  private static CaseReading read(String document) {
    return CaseReader.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
