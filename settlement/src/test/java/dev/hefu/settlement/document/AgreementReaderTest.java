package dev.hefu.settlement.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.proof.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Good documents read the same in both spellings; each kind of bad one names its rule. */
final class AgreementReaderTest {
  private static final String GOOD =
      """
      format: hefu-revenue-agreement/1
      name: good
      version: 1
      title: {en: Good, zh: 好}
      currency: CNY
      from: 2026-06-01
      until: 2027-01-01
      zone: Asia/Shanghai
      parties: [shop, brand, carrier]
      selects: {brand: [b1, b2]}
      divides: paid
      largestLineMinor: 1000000
      shortfall: negative
      terms:
        - {id: commission, percentage: {to: shop, rate: 10%, of: whole, cap: 500, floor: 1}}
        - {id: fee, fixed: {to: shop, amountMinor: 5}, onReturn: keep, borneBy: brand}
        - {id: carriage, table: {to: $carrier, rows: [{zone: "1", upToGrams: 10, amountMinor: 1}, {upToGrams: 20, amountMinor: 2}]}}
        - {id: side, waterfall: {rate: 1/3, terms: [{id: in, remaining: {to: shop}}]}}
        - {id: promo, promotion: {funding: [{party: shop, rate: 50%}, {party: brand, rate: 50%}]}}
        - {id: late, penalty: {from: carrier, to: brand, when: late-delivery, amountMinor: 3}}
        - {id: early, bonus: {from: brand, to: carrier, when: on-time-delivery, rate: 1%, of: price}}
        - {id: tax, withholding: {from: shop, to: carrier, rate: 6%, of: "term:commission"}}
        - {id: rest, remaining: {to: brand}}
      """;

  @Test
  void yamlAndJsonAreTheSameDocument() throws IOException {
    AgreementReading.Read yaml = assertInstanceOf(AgreementReading.Read.class, read(GOOD));
    String json = yaml.canonical();
    assertEquals(
        "hefu-revenue-agreement/1", new ObjectMapper().readTree(json).path("format").asText());
    AgreementReading.Read again = assertInstanceOf(AgreementReading.Read.class, read(json));
    assertEquals(yaml.canonical(), again.canonical());
    assertEquals(yaml.agreement().parties(), again.agreement().parties());
  }

  @Test
  void itIsToldBackInBothLanguages() {
    Agreement agreement = assertInstanceOf(AgreementReading.Read.class, read(GOOD)).agreement();
    List<String> english = Sentences.english(agreement);
    List<String> chinese = Sentences.chinese(agreement);
    assertEquals(english.size(), chinese.size());
    assertEquals(11, english.size());
    assertEquals(
        "commission: shop receives 10% of the whole, at most 5.00 CNY, at least 0.01 CNY.",
        english.get(1));
    assertEquals("commission：shop获得全额的10%，最高 5.00 CNY，最低 0.01 CNY。", chinese.get(1));
  }

  /** Each row replaces a piece of the good document and names the rule that it breaks. */
  @ParameterizedTest
  @CsvFileSource(resources = "bad-agreements.csv", delimiter = '|', numLinesToSkip = 1)
  void badDocumentsNameTheirRule(String rule, String piece, String replacement) {
    assertTrue(GOOD.contains(piece), () -> "not in the document: " + piece);
    String bad = GOOD.replace(piece, replacement == null ? "" : replacement.replace("\\n", "\n"));
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(bad));
    assertTrue(
        faulty.faults().stream().anyMatch(fault -> fault.rule().equals(rule)),
        () -> faulty.faults().toString());
    assertTrue(faulty.faults().stream().noneMatch(fault -> fault.detail().isBlank()));
  }

  /**
   * Each row is a slip that people make in one of two contracts, with the whole of what they are
   * told: the line, the term or member, the rule, and a sentence with the value.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(
      resources = "refusals.csv",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      ignoreLeadingAndTrailingWhitespace = false,
      maxCharsPerColumn = 8192)
  void slipsAreToldByLineTermValueAndRule(
      String contract,
      String kind,
      String piece,
      String replacement,
      int line,
      String where,
      String rule,
      String detail)
      throws IOException {
    String good = resource(contract + ".yaml");
    assertInstanceOf(AgreementReading.Read.class, read(good));
    String from = unescaped(piece);
    assertTrue(good.contains(from), () -> "not in the contract: " + from);
    String bad = good.replace(from, unescaped(replacement == null ? "" : replacement));
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(bad));
    assertEquals(new Fault(line, where, rule, detail), faulty.faults().getFirst());
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AgreementReaderTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** JSON is told by its lines too. */
  @Test
  void faultsOfJsonPointAtTheLine() throws IOException {
    String json =
        assertInstanceOf(AgreementReading.Read.class, read(resource("rich.yaml")))
            .canonical()
            .replace(",\"terms\"", ",\n\"terms\"")
            .replace("{\"id\":\"bye\"", "\n{\"id\":\"bye\"")
            .replace("\"of\":\"rest\"", "\"of\":\"all\"");
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(json));
    assertEquals(
        List.of(new Fault(3, "bye", "base-unknown", "\"all\" is no base.")), faulty.faults());
  }

  /** What its parties signed is read whatever has come to be proved since. */
  @Test
  void whatIsKeptIsNotProvedAgain() {
    String idle = GOOD.replace("onReturn: keep, borneBy: brand", "when: 'quantity < 1'");
    assertInstanceOf(AgreementReading.Faulty.class, read(idle));
    assertEquals("good", AgreementReader.kept(idle).name());
    assertThrows(
        IllegalStateException.class, () -> AgreementReader.kept(GOOD.replace("10%", "110%")));
  }

  @Test
  void faultsPointAtTheLine() {
    String bad = GOOD.replace("rate: 10%", "rate: 110%");
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(bad));
    assertEquals(15, faulty.faults().getFirst().line());
    assertEquals("commission", faulty.faults().getFirst().where());
  }

  @Test
  void aPartyThatCanGetNothingIsRefused() {
    String idle =
        GOOD.replace("[shop, brand, carrier]", "[shop, brand, carrier, idle]")
            .replace("$carrier", "carrier");
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(idle));
    assertEquals("party-without-term", faulty.faults().getFirst().rule());
    assertEquals(9, faulty.faults().getFirst().line());
  }

  @Test
  void tooLargeIsRefusedUnread() {
    String large = GOOD + "#".repeat(AgreementReader.MAX_BYTES);
    AgreementReading.Faulty faulty = assertInstanceOf(AgreementReading.Faulty.class, read(large));
    assertEquals("too-large", faulty.faults().getFirst().rule());
  }

  private static AgreementReading read(String document) {
    return AgreementReader.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
