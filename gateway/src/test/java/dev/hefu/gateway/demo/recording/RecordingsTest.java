package dev.hefu.gateway.demo.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the comparison of recordings finds, and what it leaves out. */
final class RecordingsTest {
  private static final int ANNA = 1;
  private static final int BO = 2;
  private static final String SALT = "Q2hhbmNlLWlzLWJsaW5k";

  private final Recordings recordings = new Recordings();
  private final Recording shop = recording("shop");
  private final Recording bank = recording("bank");

  private Recording recording(String participant) {
    return recordings.of(participant, Opener.of(PrivateKeySet.generate()));
  }

  @BeforeEach
  void everybodyHasIdsOfTheirOwn() {
    recordings.name("shop-anna", ANNA);
    recordings.name("bank-anna", ANNA);
    recordings.name("shop-bobo", BO);
    recordings.name("bank-bobo", BO);
  }

  private static void got(Recording recording, String call, String body) {
    recording.answer(call, "", 200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static void consent(Recording recording, String subject, String value) {
    got(
        recording,
        "GET /v1/consents",
        "{\"items\":[{\"subject\":\"%s\",\"value\":\"%s\"}]}".formatted(subject, value));
  }

  private List<String> shared() {
    return recordings.shared((person, value) -> false).stream().map(SharedValue::value).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an id, reference-of-anna, reference-of-anna, 1",
    "ids of their own, shops-reference, banks-reference, 0",
    "an id within a text, of reference-of-anna:7, (reference-of-anna), 1",
    "less than a run, anna-72, anna-72, 0",
    "a second, 1764111111, 1764111111, 0"
  })
  void whatTwoGotAboutOnePerson(String name, String shops, String banks, int found) {
    consent(shop, "shop-anna", shops);
    consent(bank, "bank-anna", banks);
    assertEquals(found, shared().size(), shared()::toString);
  }

  @Test
  void aSaltWithinADisclosureIsFound() {
    String text = "[\"" + SALT + "\",\"payment.personal\",{}]";
    String disclosure = Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    consent(shop, "shop-anna", disclosure);
    consent(bank, "bank-anna", "x" + SALT.substring(1));
    assertEquals(List.of(), shared());
    consent(
        bank,
        "bank-anna",
        Base64Url.encode(text.replace('{', ' ').getBytes(StandardCharsets.UTF_8)));
    assertTrue(shared().contains(SALT), shared()::toString);
  }

  @Test
  void theIdThatOnlyTheOtherMayHaveIsFound() {
    consent(shop, "shop-anna", "");
    consent(bank, "shop-anna", "");
    assertEquals(List.of("shop-anna"), shared());
  }

  @Test
  void whatSeveralPersonsHaveIsNoName() {
    consent(shop, "shop-anna", "everybody");
    consent(bank, "bank-anna", "everybody");
    assertEquals(List.of("everybody"), shared());
    consent(bank, "bank-bobo", "everybody");
    assertEquals(List.of(), shared());
  }

  @Test
  void whatEverybodyMayReadIsNoName() {
    consent(shop, "shop-anna", "Participant");
    consent(bank, "bank-anna", "Participant");
    assertEquals(List.of("Participant"), shared());
    recordings.publish("{\"title\":\"Participant suspended\"}");
    assertEquals(List.of(), shared());
  }

  @Test
  void anExchangeThatBothAreInIsLeftOutAndNothingElse() {
    String answer = "{\"exchange\":\"exchange-1\",\"leaf\":\"leaf-of-exchange-1\"}";
    shop.answer(
        "POST /v1/exchanges",
        "{\"subject\":\"shop-anna\"}",
        200,
        Map.of(),
        answer.getBytes(StandardCharsets.UTF_8));
    bank.question(Map.of(), jws("{\"exchange\":\"exchange-1\",\"subject\":\"bank-anna\"}"));
    assertEquals(List.of(), shared());
    consent(bank, "bank-anna", "leaf-of-exchange-1");
    assertEquals(List.of("leaf-of-exchange-1"), shared());
  }

  @Test
  void anExchangeThatBothAreInMayBeNamedByItsRepeat() {
    recordings.publish("exchange");
    for (String exchange : List.of("exchange-1", "repeat-of-1")) {
      shop.answer(
          "POST /v1/exchanges",
          "{\"subject\":\"shop-anna\"}",
          200,
          Map.of(),
          "{\"exchange\":\"%s\",\"of\":\"exchange-1\"}"
              .formatted(exchange)
              .getBytes(StandardCharsets.UTF_8));
    }
    bank.question(Map.of(), jws("{\"exchange\":\"exchange-1\",\"subject\":\"bank-anna\"}"));
    assertEquals(List.of(), shared());
    consent(bank, "bank-anna", "repeat-of-1");
    assertEquals(List.of("repeat-of-1"), shared());
  }

  @Test
  void aTraceThatGoesOnToTheProviderOfAnotherExchangeIsFound() {
    Map<String, List<String>> trace = Map.of("traceparent", List.of("00-4bf92f3577b34da6a3ce929d"));
    bank.question(trace, jws("{\"exchange\":\"exchange-1\",\"subject\":\"bank-anna\"}"));
    shop.question(trace, jws("{\"exchange\":\"exchange-2\",\"subject\":\"shop-anna\"}"));
    assertTrue(shared().contains("00-4bf92f3577b34da6a3ce929d"), shared()::toString);
  }

  private static byte[] jws(String claims) {
    return ("e30." + Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8)) + ".signature")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void hashesOfTheTreeAreLeftOut() {
    for (Recording each : List.of(shop, bank)) {
      got(
          each,
          "GET /v1/receipts/1",
          "{\"about\":\"%s\",\"proof\":\"%s\"}"
              .formatted(each == shop ? "shop-anna" : "bank-anna", SALT));
    }
    assertEquals(List.of(), shared());
  }

  @Test
  void theCallerLeavesOutRawRows() {
    consent(shop, "shop-anna", "AAAAAAAABAAAAAAA");
    consent(bank, "bank-anna", "AAAAAAAABAAAAAAA");
    assertEquals(
        List.of(),
        recordings.shared((person, value) -> person == ANNA && value.startsWith("AAAA")));
    assertEquals(1, recordings.shared((person, value) -> person == BO).size());
  }

  @Test
  void aPassageThatNamesNobodyOrTwoIsNotComparedUnseen() {
    consent(shop, "a stranger", "");
    assertEquals(1, recordings.unnamed().size());
    consent(shop, "shop-anna and shop-bobo", "");
    assertEquals(2, recordings.unnamed().size());
  }

  @Test
  void oneNameIsOnePersons() {
    recordings.name("shop-anna", ANNA);
    assertThrows(IllegalArgumentException.class, () -> recordings.name("shop-anna", BO));
    assertEquals(Set.of(), Set.copyOf(shared()));
  }
}
