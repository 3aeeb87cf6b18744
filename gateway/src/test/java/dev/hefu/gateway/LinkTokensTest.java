package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PersonClient;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a participant may say of who its customer is, at two nodes. */
final class LinkTokensTest {
  private static TestNetwork network;
  private static Gateway second;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    second = network.anotherNode();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Person person() {
    return network.stranger();
  }

  private static LinkNonce nonce(Person person) {
    return person.client().requestLink(network.market.id()).orThrow();
  }

  private static ObjectNode claims(Person person, LinkNonce nonce) {
    long now = Instant.now().getEpochSecond();
    return JsonNodeFactory.instance
        .objectNode()
        .put("iss", network.market.id())
        .put("sub", person.marketId())
        .put("aud", network.gateway.url().toString())
        .put("nonce", nonce.nonce())
        .put("iat", now)
        .put("exp", now + Duration.ofMinutes(5).toSeconds());
  }

  private static String signed(ObjectNode claims, PrivateKeySet keys, String type) {
    return Signer.of(keys).jws(type, claims.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(ObjectNode claims) {
    return signed(claims, network.market.keys(), LinkCompletion.JWS_TYPE);
  }

  private static String result(Answer<Link> answer) {
    return answer instanceof Answer.Refused<Link> refused
        ? refused.problem().code().code()
        : "linked";
  }

  /** Each slip beside the honest token of the same person and nonce. */
  private static Map<String, Function<ObjectNode, ObjectNode>> slips() {
    Map<String, Function<ObjectNode, ObjectNode>> slips = new LinkedHashMap<>();
    long now = Instant.now().getEpochSecond();
    long truncated = now + 300;
    slips.put("a life of 11 minutes", c -> c.put("exp", now + 660));
    slips.put("over two minutes ago", c -> c.put("iat", now - 420).put("exp", now - 120));
    slips.put("made in two minutes", c -> c.put("iat", now + 120).put("exp", now + 400));
    slips.put("an end that is no number", c -> c.put("exp", String.valueOf(now + 300)));
    slips.put(
        "an end that is the right one after 64 bits",
        c -> c.put("exp", BigInteger.TWO.pow(64).add(BigInteger.valueOf(truncated))));
    slips.put("an end with a fraction", c -> c.put("exp", now + 300.5));
    slips.put("for another gateway", c -> c.put("aud", "https://elsewhere.example"));
    slips.put(
        "for two gateways",
        c -> c.setAll(Map.of("aud", list(c.get("aud").textValue(), "https://b"))));
    slips.put("of another participant", c -> c.put("iss", network.wallet.id()));
    slips.put("of nobody", c -> c.put("iss", "nobody-at-all"));
    slips.put("an invented nonce", c -> c.put("nonce", "a".repeat(26)));
    slips.put("a nonce that no text column holds", c -> c.put("nonce", "a\u0000b"));
    slips.put("without a nonce", c -> c.without(List.of("nonce")));
    slips.put("without a customer", c -> c.put("sub", ""));
    slips.put("a customer that is a number", c -> c.put("sub", 12345));
    slips.put("a customer of 129 characters", c -> c.put("sub", "c".repeat(129)));
    slips.put("a customer whom no exchange could name", c -> c.put("sub", "C 20418"));
    slips.put("a customer with a Chinese id", c -> c.put("sub", "\u987e\u5ba2-20418"));
    slips.put("a child until year one billion", c -> c.put("minorUntil", "+999999999-12-31"));
    slips.put("a child until year minus one", c -> c.put("minorUntil", "-0001-12-31"));
    slips.put("a child until no day", c -> c.put("minorUntil", "2030-02-30"));
    slips.put("a child until a number", c -> c.put("minorUntil", 2030));
    return slips;
  }

  private static ArrayNode list(String... values) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (String value : values) {
      list.add(value);
    }
    return list;
  }

  @Test
  void everySlipIsRefusedAloneAndTheHonestTokenLinks() {
    Person person = person();
    LinkNonce nonce = nonce(person);
    List<String> wrong = new ArrayList<>();
    slips()
        .forEach(
            (name, slip) -> {
              String token = signed(slip.apply(claims(person, nonce)));
              String result = result(person.client().completeLink(token));
              if (!result.equals(ErrorCode.LINK_TOKEN_INVALID.code())) {
                wrong.add(name + ": " + result);
              }
            });
    assertEquals(List.of(), wrong);
    assertEquals("linked", result(person.client().completeLink(signed(claims(person, nonce)))));
  }

  @Test
  void onlyARegisteredKeyOfTheParticipantSignsAndOnlyALinkToken() {
    Person person = person();
    ObjectNode claims = claims(person, nonce(person));
    String honest = signed(claims);
    String[] parts = honest.split("\\.", -1);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String none =
        base64.encodeToString(
            ("{\"alg\":\"none\",\"typ\":\"" + LinkCompletion.JWS_TYPE + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    for (String token :
        List.of(
            signed(claims, network.wallet.keys(), LinkCompletion.JWS_TYPE),
            signed(claims, PrivateKeySet.generate(), LinkCompletion.JWS_TYPE),
            signed(claims, network.market.keys(), "hefu-any+jws"),
            none + "." + parts[1] + "." + parts[2],
            "abcdefgh.abcdefgh.abcdefgh")) {
      assertEquals(
          ErrorCode.LINK_TOKEN_INVALID.code(), result(person.client().completeLink(token)), token);
    }
    assertEquals("linked", result(person.client().completeLink(honest)));
  }

  @Test
  void aNonceServesThePersonWhoAskedOnceAtWhicheverNode() throws Exception {
    Person person = person();
    Person other = person();
    LinkNonce nonce = nonce(person);
    String token = signed(claims(person, nonce));
    String there = signed(claims(person, nonce).put("aud", second.url().toString()));
    assertEquals(ErrorCode.LINK_TOKEN_INVALID.code(), result(other.client().completeLink(token)));
    PersonClient elsewhere = new PersonClient(network.calls(person.tokens(), second));
    List<String> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<Link>>> tries = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tries.add(
            i % 2 == 0
                ? threads.submit(() -> person.client().completeLink(token))
                : threads.submit(() -> elsewhere.completeLink(there)));
      }
      for (Future<Answer<Link>> one : tries) {
        results.add(result(one.get()));
      }
    }
    results.sort(null);
    String used = ErrorCode.LINK_TOKEN_INVALID.code();
    assertEquals(List.of(used, used, used, "linked"), results);
    Page<Link> links = person.client().links().orThrow();
    assertEquals(1, links.items().size());
    person.client().unlink(links.items().getFirst().id()).orThrow();
    assertEquals(used, result(person.client().completeLink(token)));
    assertEquals(0, person.client().links().orThrow().items().size());
  }

  /** Nobody's account is merged with another's: the first keeps it. */
  @Test
  void anAccountIsOnePersonsWhoeverAsksForItAtTheSameMoment() throws Exception {
    List<Person> persons = List.of(person(), person());
    List<String> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<Link>>> tries = new ArrayList<>();
      for (Person one : persons) {
        Gateway node = one == persons.getFirst() ? network.gateway : second;
        ObjectNode claims =
            claims(one, nonce(one))
                .put("sub", persons.getFirst().marketId())
                .put("aud", node.url().toString());
        PersonClient at = new PersonClient(network.calls(one.tokens(), node));
        tries.add(threads.submit(() -> at.completeLink(signed(claims))));
      }
      for (Future<Answer<Link>> one : tries) {
        results.add(result(one.get()));
      }
    }
    results.sort(null);
    assertEquals(List.of(ErrorCode.CONFLICT.code(), "linked"), results);
  }

  /** Both tabs show the same question, and nobody is told that the link is over. */
  @Test
  void aRequestThatIsOpenedTwiceAtOnceIsOneConsentInBothTabs() throws Exception {
    Person person = network.person();
    PersonClient elsewhere = new PersonClient(network.calls(person.tokens(), second));
    String path =
        network
            .market
            .client()
            .requestConsent(network.grant(ConsentGrant.Mode.PERIODIC))
            .orThrow()
            .url()
            .getPath();
    String token = path.substring(path.lastIndexOf('/') + 1);
    List<String> references = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<ConsentView>>> tabs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        PersonClient client = i % 2 == 0 ? person.client() : elsewhere;
        tabs.add(threads.submit(() -> client.open(token)));
      }
      for (Future<Answer<ConsentView>> tab : tabs) {
        references.add(tab.get().orThrow().reference());
      }
    }
    assertEquals(1, references.stream().distinct().count(), references::toString);
    assertEquals(1, person.client().consents().orThrow().items().size());
  }
}
