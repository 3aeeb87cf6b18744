package dev.hefu.client.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestClock;
import dev.hefu.client.TestExchange;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CountKitTest {
  private final TestClock clock = new TestClock();
  private final Map<String, ObjectNode> people = new HashMap<>();
  private final CountKit kit =
      new CountKit(
          "wallet",
          Signer.of(TestExchange.PROVIDER),
          Verifier.of(TestExchange.GATEWAY.toPublic()),
          query ->
              people.containsKey(query.subject())
                  ? Map.of("payment.sensitive", people.get(query.subject()))
                  : Map.of(),
          clock);

  private void person(String id, String band, String area) {
    people.put(id, TestExchange.json().put("creditBand", band).put("area", area));
  }

  private static ObjectNode claims(String... subjects) {
    ObjectNode claims =
        TestExchange.json()
            .put("exchange", UUID.randomUUID().toString())
            .put("aud", "wallet")
            .put("consumer", "marketplace")
            .put("dataset", "payment-profile")
            .put("version", 1)
            .put("iat", TestClock.START.getEpochSecond());
    claims.putArray("by").addObject().put("cell", "payment.sensitive").put("field", "creditBand");
    List.of(subjects).forEach(claims.putArray("subjects")::add);
    return claims;
  }

  private static byte[] signed(ObjectNode claims, PrivateKeySet keys) {
    return Signer.of(keys)
        .jws(CountKit.JWS_TYPE, CanonicalJson.bytes(claims))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private JsonNode answer(ObjectNode claims) {
    ProviderReply reply = kit.reply(signed(claims, TestExchange.GATEWAY));
    String text = assertInstanceOf(ProviderReply.Signed.class, reply).text();
    JwsCheck check =
        Verifier.of(TestExchange.PROVIDER.toPublic()).jws(text, CountKit.ANSWER_JWS_TYPE);
    return StrictJson.trusted(assertInstanceOf(JwsCheck.Valid.class, check).payload());
  }

  private static Map<String, Integer> counts(JsonNode answer) {
    Map<String, Integer> counts = new HashMap<>();
    answer
        .path("counts")
        .forEach(one -> counts.put(one.path("values").toString(), one.path("persons").asInt()));
    return counts;
  }

  @Test
  void onlyThoseWhoAreNamedAreCounted() {
    person("W-1", "A", "310101");
    person("W-2", "A", "310115");
    person("W-3", "B", "110101");
    person("W-9", "B", "110101");
    ObjectNode claims = claims("W-1", "W-2", "W-3", "W-7");
    JsonNode answer = answer(claims);
    assertEquals(Map.of("[\"A\"]", 2, "[\"B\"]", 1), counts(answer));
    assertEquals("wallet", answer.path("iss").asText());
    assertEquals(claims.path("exchange"), answer.path("nonce"));
  }

  @Test
  void aFieldUnderItsMaskIsCountedMaskedAndTwoFieldsTogether() {
    person("W-1", "A", "310101");
    person("W-2", "A", "310115");
    person("W-3", "A", "nowhere");
    ObjectNode claims = claims("W-1", "W-2", "W-3", "W-7");
    ((ArrayNode) claims.path("by"))
        .addObject()
        .put("cell", "payment.sensitive")
        .put("field", "area")
        .put("mask", "region");
    assertEquals(Map.of("[\"A\",\"310000\"]", 2, "[\"A\",null]", 1), counts(answer(claims)));
  }

  @Test
  void aRequestThatIsNotTheGatewaysOrNotOfThisMinuteIsRefused() {
    assertEquals(401, status(claims("W-1"), TestExchange.PROVIDER));
    assertEquals(401, status(changed(claims -> claims.put("aud", "bank")), TestExchange.GATEWAY));
    long late = TestClock.START.plus(Duration.ofSeconds(61)).getEpochSecond();
    assertEquals(401, status(changed(claims -> claims.put("iat", late)), TestExchange.GATEWAY));
  }

  @Test
  void aMalformedRequestIsRefused() {
    List<Consumer<ObjectNode>> changes =
        List.of(
            claims -> claims.remove("by"),
            claims -> claims.putArray("by"),
            claims ->
                claims
                    .withArray("by")
                    .addObject()
                    .put("cell", "x")
                    .put("field", "y")
                    .put("mask", "none"),
            claims -> claims.withArray("by").addObject().put("cell", "x"),
            claims -> claims.remove("subjects"),
            claims -> claims.putArray("subjects"),
            claims -> claims.putArray("subjects").add(7),
            claims -> claims.put("subjects", "W-1"),
            claims -> claims.remove("dataset"),
            claims -> claims.remove("consumer"),
            claims -> claims.put("version", "one"),
            claims -> claims.put("exchange", "no UUID"),
            claims -> claims.put("iat", "now"));
    for (Consumer<ObjectNode> change : changes) {
      ObjectNode claims = changed(change);
      assertEquals(400, status(claims, TestExchange.GATEWAY), claims::toString);
    }
  }

  @Test
  void asManyPersonsAsTheLimitAndNotOneMore() {
    String[] most = new String[10_000];
    Arrays.setAll(most, i -> "W-" + i);
    person("W-9999", "A", "310101");
    assertEquals(Map.of("[\"A\"]", 1), counts(answer(claims(most))));
    ObjectNode more = claims(most);
    more.withArray("subjects").add("W-10000");
    assertEquals(400, status(more, TestExchange.GATEWAY));
    assertEquals(
        413,
        assertInstanceOf(
                ProviderReply.Refused.class, kit.reply(new byte[CountKit.MAX_REQUEST_BYTES + 1]))
            .status());
  }

  @Test
  void anExchangeIsAnsweredOnce() {
    ObjectNode claims = claims("W-1");
    answer(claims);
    assertEquals(409, status(claims, TestExchange.GATEWAY));
  }

  private static ObjectNode changed(Consumer<ObjectNode> change) {
    ObjectNode claims = claims("W-1");
    change.accept(claims);
    return claims;
  }

  private int status(ObjectNode claims, PrivateKeySet keys) {
    return assertInstanceOf(ProviderReply.Refused.class, kit.reply(signed(claims, keys))).status();
  }
}
