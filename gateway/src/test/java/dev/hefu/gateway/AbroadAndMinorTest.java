package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    network =
        new TestNetwork(
            query -> {
              ObjectNode fields = JsonNodeFactory.instance.objectNode();
              fields.putArray("preferredMethods").add("card");
              return Map.of("payment.personal", fields);
            });
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static ConsentGrant grant(boolean abroad, boolean guardian) {
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    return new ConsentGrant(
        like.providers(),
        like.consumer(),
        like.purpose(),
        like.categories(),
        like.highestTier(),
        null,
        like.validUntil(),
        like.mode(),
        null,
        null,
        like.dataLifeDays(),
        null,
        null,
        new ConsentGrant.Flags(true, true, abroad, guardian),
        like.notice());
  }

  private static String ask(ExchangeRequest request, String key) {
    return switch (network.market.client().exchange(request, key)) {
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
    Person person = network.person();
    person.client().grant(grant(abroad, false)).orThrow();
    String reference = cited ? network.reference(person) : null;
    assertEquals(
        expected,
        ask(network.request(person.marketId(), reference), PartnerClient.newIdempotencyKey()));
    move("CN", "CN");
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
    LocalDate until = LocalDate.now(ZoneOffset.UTC).plusDays(days);
    Person person = network.stranger();
    network.link(person.client(), network.market, person.marketId(), by("market", who, until));
    network.link(person.client(), network.wallet, person.walletId(), by("wallet", who, until));
    person.client().grant(grant(false, guardian)).orThrow();
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    assertEquals(expected, ask(request, PartnerClient.newIdempotencyKey()));
  }

  private static @Nullable LocalDate by(String participant, String who, LocalDate until) {
    return participant.equals(who) ? until : null;
  }
}
