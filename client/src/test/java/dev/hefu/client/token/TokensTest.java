package dev.hefu.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestClock;
import dev.hefu.client.TestServer;
import dev.hefu.client.TestServer.Received;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TokensTest {
  private static final URI REDIRECT = URI.create("http://127.0.0.1/callback");
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestClock clock = new TestClock();
  private TestServer server;
  private TestIssuer idp;
  private Issuer issuer;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    idp = new TestIssuer(server);
    issuer = idp.discovered(http, clock);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItsEnd() {
    ClientTokens tokens = tokens("marketplace");
    assertEquals("token-1", tokens.token());
    clock.move(Duration.ofSeconds(269));
    assertEquals("token-1", tokens.token());
    clock.move(Duration.ofSeconds(1));
    assertEquals("token-2", tokens.token());
    assertEquals(2, idp.given());
  }

  @Test
  void theAssertionIsSignedForThisIssuerAndUsedOnce() {
    ClientTokens tokens = tokens("marketplace");
    tokens.token();
    clock.move(Duration.ofMinutes(10));
    tokens.token();
    Set<String> ids = new HashSet<>();
    for (Received request : server.received()) {
      if (request.url().getPath().endsWith("/token")) {
        Map<String, String> form = request.form();
        assertEquals(
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            form.get("client_assertion_type"));
        JwsCheck check =
            Verifier.of(KEYS.toPublic()).jws(form.getOrDefault("client_assertion", ""), "JWT");
        ObjectNode claims = (ObjectNode) StrictJson.trusted(((JwsCheck.Valid) check).payload());
        assertEquals("marketplace", claims.path("iss").asText());
        assertEquals("marketplace", claims.path("sub").asText());
        assertEquals(server.url() + TestIssuer.PATH, claims.path("aud").asText());
        assertEquals(60, claims.path("exp").asLong() - claims.path("iat").asLong());
        assertTrue(ids.add(claims.path("jti").asText()));
      }
    }
    assertEquals(2, ids.size());
  }

  @Test
  void manyCallersAskOnce() throws Exception {
    ClientTokens tokens = tokens("marketplace");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> call = tokens::token;
      for (Future<String> token : threads.invokeAll(Collections.nCopies(64, call))) {
        assertEquals("token-1", token.get());
      }
    }
    assertEquals(1, idp.given());
  }

  @Test
  void aRefusalSaysWhatTheIssuerSaid() {
    TokenRefused refused = assertThrows(TokenRefused.class, tokens("nobody")::token);
    assertEquals("400 invalid_client: no client", refused.getMessage());
  }

  @Test
  void aTokenThatIsNotBoundIsNotUsed() {
    idp.tokenType = "Bearer";
    assertThrows(TokenRefused.class, tokens("marketplace")::token);
  }

  @Test
  void anIssuerThatIsDownIsBrokenInfrastructure() {
    ClientTokens tokens = tokens("marketplace");
    server.server().stop(0);
    assertThrows(UncheckedIOException.class, tokens::token);
    assertThrows(
        UncheckedIOException.class,
        () -> Issuer.discover(http, URI.create(server.url() + "/realms/hefu"), clock));
  }

  @Test
  void aPersonSignsInThroughTheForm() {
    PersonTokens tokens = login().signIn("ming", "correct horse");
    assertEquals("token-1", tokens.token());
    Received authorization =
        server.received().stream()
            .filter(request -> request.url().getPath().endsWith("/auth"))
            .findFirst()
            .orElseThrow();
    Map<String, String> query = BrowserSession.query(authorization.url());
    assertEquals("S256", query.get("code_challenge_method"));
    assertEquals("hefu-person", query.get("client_id"));
    assertEquals(REDIRECT.toString(), query.get("redirect_uri"));
  }

  @Test
  void aPersonsTokenIsRenewedUntilTheSessionEnds() {
    PersonTokens tokens = login().signIn("ming", "correct horse");
    clock.move(Duration.ofSeconds(300));
    assertEquals("token-2", tokens.token());
    clock.move(Duration.ofSeconds(300));
    assertThrows(TokenRefused.class, tokens::token);
  }

  @Test
  void aWrongPasswordSaysSo() {
    TokenRefused refused = assertThrows(TokenRefused.class, () -> login().signIn("ming", "wrong"));
    assertEquals("the identity provider says: Invalid username or password.", refused.getMessage());
    assertEquals(0, idp.given());
  }

  @Test
  void aPersonMakesAnAccount() {
    PersonTokens tokens = login().register("mei", "a new one");
    assertEquals("token-1", tokens.token());
    assertEquals("mei", idp.registered);
  }

  @Test
  void aClientThatFollowsRedirectsWouldLoseTheCode() {
    try (HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      assertThrows(
          IllegalArgumentException.class, () -> new PersonLogin(follows, issuer, REDIRECT));
    }
  }

  @Test
  void secretsAreNotPrinted() {
    IssuedToken token = new IssuedToken("secret-a", TestClock.START, "secret-r");
    assertTrue(List.of("secret-a", "secret-r").stream().noneMatch(token.toString()::contains));
  }

  private ClientTokens tokens(String client) {
    return new ClientTokens(issuer, client, Signer.of(KEYS));
  }

  private PersonLogin login() {
    return new PersonLogin(http, issuer, REDIRECT);
  }
}
