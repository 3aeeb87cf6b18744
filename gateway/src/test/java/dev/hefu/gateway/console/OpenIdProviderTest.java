package dev.hefu.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider may say anything in an ID token; what cannot be believed signs nobody in. */
@Isolated("it gives others little time to answer")
final class OpenIdProviderTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();
  private static final String CLIENT = "hefu-console";
  private static final SignIn SIGN_IN = SignIn.begin("the-nonce", "", "/console", NOW);

  private static final PrivateKeySet KEYS = PrivateKeySet.generate();
  private static final PrivateKeySet OTHERS = PrivateKeySet.generate();

  private static HttpServer server;
  private static Door door;
  private static URI issuer;
  private static volatile String token = "";

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realm");
    ObjectNode discovery =
        StrictJson.newObject()
            .put("issuer", issuer.toString())
            .put("jwks_uri", issuer + "/keys")
            .put("token_endpoint", issuer + "/token");
    serve("/realm/.well-known/openid-configuration", discovery::toString);
    serve("/realm/keys", () -> KEYS.toPublic().toJson().toString());
    serve("/realm/token", () -> StrictJson.newObject().put("id_token", token).toString());
    server.start();
    door = Door.alone(Reach.ofOperator(List.of()));
  }

  private interface Told {
    String text();
  }

  private static void serve(String path, Told told) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = told.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  @AfterAll
  static void stop() {
    door.close();
    server.stop(0);
  }

  private static OpenIdProvider.Identity redeem(String claims, PrivateKeySet keys)
      throws OpenIdProvider.Failed {
    token = Signer.of(keys).jws("JWT", claims.getBytes(StandardCharsets.UTF_8));
    return new OpenIdProvider(
            door, issuer, issuer, CLIENT, URI.create("http://127.0.0.1/console/signed-in"))
        .redeem("a-code", SIGN_IN, NOW);
  }

  /** What a good token says, with one member that says something else. */
  private static String claims(String member, String value) {
    String good =
        """
        {"iss":"%s","aud":"%s","nonce":"the-nonce","sub":"lin","iat":%d,"exp":%d}\
        """
            .formatted(issuer, CLIENT, SECOND, SECOND + 300);
    String said =
        value
            .replace("{now}", Long.toString(SECOND))
            .replace("{now+60}", Long.toString(SECOND + 60))
            .replace("{now+61}", Long.toString(SECOND + 61))
            .replace("{now-59}", Long.toString(SECOND - 59))
            .replace("{now-60}", Long.toString(SECOND - 60))
            .replace('\'', '"');
    return good.replaceFirst(
        "\"" + member + "\":(\"[^\"]*\"|\\d+)",
        said.equals("none") ? "\"other\":1" : "\"" + member + "\":" + said);
  }

  @Test
  void aGoodTokenSignsIn() throws OpenIdProvider.Failed {
    assertEquals(
        new OpenIdProvider.Identity("lin", NOW, NOW.plusSeconds(300)),
        redeem(claims("sub", "'lin'"), KEYS));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "iat, {now+60}",
        "exp, {now-59}",
        "iat, -62135596800",
        "iat, 0",
        "exp, 253402300799",
        "aud, ['hefu-console']",
      })
  void whatIsOddAndRightSignsIn(String member, String value) throws OpenIdProvider.Failed {
    assertEquals("lin", redeem(claims(member, value), KEYS).sub());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "iat, {now+61}, a time to come",
        "exp, {now-60}, a time gone by",
        "exp, -1, a time gone by",
        "exp, 253402300800, no time",
        "exp, 9223372036854775807, no time",
        "exp, 9223372036854775808, no time",
        "iat, -9223372036854775808, no time",
        "iat, 1e300, no time",
        "exp, 1e10, no time",
        "exp, 99999999999.5, no time",
        "exp, '9999999999', no time",
        "exp, null, no time",
        "exp, true, no time",
        "exp, [], no time",
        "exp, none, no time",
        "iat, none, no time",
        "iss, 'http://elsewhere.example', another issuer",
        "aud, 'another', another audience",
        "aud, `['hefu-console','another']`, another audience",
        "aud, [], another audience",
        "nonce, 'another', another nonce",
        "nonce, none, another nonce",
        "sub, '', nobody",
        "sub, none, nobody",
      })
  void whatCannotBeBelievedSignsNobodyIn(String member, String value, String why) {
    OpenIdProvider.Failed failed =
        assertThrows(OpenIdProvider.Failed.class, () -> redeem(claims(member, value), KEYS), value);
    assertEquals("the ID token is of " + why, failed.getMessage());
  }

  /** The same claims, signed by somebody else. */
  @Test
  void whatAnotherSignedSignsNobodyIn() {
    OpenIdProvider.Failed failed =
        assertThrows(OpenIdProvider.Failed.class, () -> redeem(claims("sub", "'lin'"), OTHERS));
    assertEquals(
        "the ID token is not signed by a key of the provider that we take", failed.getMessage());
  }
}
