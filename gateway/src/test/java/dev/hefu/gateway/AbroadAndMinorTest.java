package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes to another country needs the person's separate consent (PIPL Art. 39), what is of a
 * person under 14 the guardian's (Art. 31): cases over HTTP.
 */
final class AbroadAndMinorTest {
  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static ConsentGrant grant(boolean abroad, boolean guardian) {
    return network.grant(
        network.wallet,
        Purpose.RECOMMENDATION,
        new ConsentGrant.Flags(true, true, abroad, guardian));
  }

  private static String ask(ExchangeRequest request, String key) {
    return ask(network.market.client(), request, key);
  }

  private static String ask(PartnerClient market, ExchangeRequest request, String key) {
    return switch (market.exchange(request, key)) {
      case Answer.Success<ExchangeAnswer> released -> "released";
      case Answer.Refused<ExchangeAnswer> refused -> refused.problem().code().code();
    };
  }

  private static void move(String consumer, String provider) {
    moved(network.market.id(), consumer);
    moved(network.wallet.id(), provider);
  }

  /** What stays where it is answers a conflict. */
  private static void moved(String participant, String country) {
    if (!network.market.client().participant(participant).orThrow().country().equals(country)) {
      network.operator.move(participant, country).orThrow();
    }
  }

  @ParameterizedTest(name = "{0} asks {1}, separate consent: {2}, cited: {3}")
  @CsvSource({
    "CN, CN, false, true,  released",
    "DE, CN, false, true,  separate-consent-missing",
    "DE, CN, false, false, not-permitted",
    "DE, CN, true,  true,  released",
    "DE, DE, false, true,  released",
    "CN, DE, false, true,  separate-consent-missing",
    "HK, CN, false, true,  separate-consent-missing",
  })
  void whatGoesAbroadNeedsASeparateConsent(
      String consumer, String provider, boolean abroad, boolean cited, String expected) {
    move(consumer, provider);
    ExchangeRequest request = consented(abroad, cited);
    assertEquals(expected, ask(request, PartnerClient.newIdempotencyKey()));
    move("CN", "CN");
  }

  private static ExchangeRequest consented(boolean abroad, boolean cited) {
    Person person = network.person();
    person.client().grant(grant(abroad, false)).orThrow();
    return network.request(person.marketId(), cited ? network.reference(person) : null);
  }

  @Test
  void aMoveBitesAtOnceAlsoOnARepeat() {
    Person person = network.person();
    person.client().grant(grant(false, false)).orThrow();
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    String key = PartnerClient.newIdempotencyKey();
    assertEquals("released", ask(request, key));
    move("DE", "CN");
    assertEquals("separate-consent-missing", ask(request, key));
    move("CN", "CN");
    assertEquals("released", ask(request, key));
  }

  @ParameterizedTest(name = "{0} says under 14 until {1} days from now, guardian: {2}")
  @CsvSource({
    "nobody, 0,  false, released",
    "wallet, 30, false, separate-consent-missing",
    "market, 30, false, separate-consent-missing",
    "wallet, 30, true,  released",
    "wallet, 1,  false, separate-consent-missing",
    "wallet, 0,  false, released",
    "wallet, -9, false, released",
  })
  void whatIsOfAChildNeedsTheGuardian(String who, int days, boolean guardian, String expected) {
    assertEquals(expected, ask(child(who, days, guardian), PartnerClient.newIdempotencyKey()));
  }

  private static ExchangeRequest child(String who, int days, boolean guardian) {
    LocalDate until = LocalDate.now(ZoneOffset.UTC).plusDays(days);
    Person person = network.stranger();
    network.link(person.client(), network.market, person.marketId(), by("market", who, until));
    network.link(person.client(), network.wallet, person.walletId(), by("wallet", who, until));
    person.client().grant(grant(false, guardian)).orThrow();
    return network.request(person.marketId(), network.reference(person));
  }

  /** Whoever refuses only because the gateway knows where data goes, and whose it is. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWhereNothingIsKnownAllIsReleased(@TempDir Path folder) throws Exception {
    Mutant ignorant =
        Mutant.of(
            folder,
            "exchange/Asked.java",
            "goesAbroad(), candidate.minorAt(at)",
            "goesAbroad() && false, false");
    try (NodeProcess node = ignorant.node(network)) {
      PartnerClient market = network.client(network.market, node.url());
      List<ExchangeRequest> refused = new ArrayList<>();
      refused.add(child("wallet", 30, false));
      refused.add(child("market", 30, false));
      refused.add(child("wallet", 1, false));
      for (List<String> countries :
          List.of(List.of("DE", "CN"), List.of("CN", "DE"), List.of("HK", "CN"))) {
        move(countries.get(0), countries.get(1));
        ExchangeRequest request = consented(false, true);
        assertEquals("released", told(market, request));
      }
      move("CN", "CN");
      for (ExchangeRequest request : refused) {
        assertEquals("released", told(market, request));
      }
    }
  }

  /** Whoever is refused always, whatever the countries and ages, would hold the refusals too. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWhereAllIsAbroadOrAChildsNothingIsReleased(@TempDir Path folder) throws Exception {
    for (String suspicion : List.of("true, candidate.minorAt(at)", "goesAbroad(), true")) {
      Mutant wary =
          Mutant.of(
              Files.createDirectory(folder.resolve(suspicion.substring(0, 4))),
              "exchange/Asked.java",
              "goesAbroad(), candidate.minorAt(at)",
              suspicion);
      try (NodeProcess node = wary.node(network)) {
        PartnerClient market = network.client(network.market, node.url());
        assertEquals("separate-consent-missing", told(market, child("nobody", 0, false)));
        assertEquals("separate-consent-missing", told(market, child("wallet", 0, false)));
      }
    }
  }

  /** What another node says once it has read who moved, which takes it a second. */
  private static String told(PartnerClient market, ExchangeRequest request) {
    String told;
    do {
      told = ask(market, request, PartnerClient.newIdempotencyKey());
    } while (told.equals(ErrorCode.STATE_CHANGED.code()));
    return told;
  }

  private static @Nullable LocalDate by(String participant, String who, LocalDate until) {
    return participant.equals(who) ? until : null;
  }
}
