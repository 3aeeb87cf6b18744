package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.schemas.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("it gives others little time to answer")
final class AuthenticatorTest {
  private static final String URL = "https://gateway.example/v1/exchanges";
  private static final String PATH = "/v1/exchanges";

  private final TestClock clock = new TestClock();
  private final SubjectIds subjects = new SubjectIds(Secret.random());
  private final TestSender sender = new TestSender(KeyType.ES256);
  private final Door door = Door.alone(Reach.ofOperator(List.of()));
  private TestIssuer issuer;
  private TakenProofs taken;
  private Authenticator authenticator;

  private static void asItIs(ObjectNode claims) {}

  @BeforeEach
  void start() throws Exception {
    issuer = new TestIssuer();
    taken = TakenProofs.start(SharedPostgres.freshDatabase(), clock);
    authenticator = Authenticator.start(issuer.settings(), door, subjects, taken, clock);
  }

  @AfterEach
  void stop() {
    authenticator.close();
    door.close();
    taken.close();
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ED25519"})
  void takesABoundTokenWithItsProofAgainAndAgain(KeyType type) {
    TestSender holder = new TestSender(type);
    String token = issuer.token(clock.instant(), holder.jkt(), AuthenticatorTest::asItIs);
    for (int i = 0; i < 3; i++) {
      String proof = holder.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs);
      Authentication.Authenticated sender =
          assertInstanceOf(
              Authentication.Authenticated.class,
              authenticator.authenticate(
                  "POST", PATH + "?page=2", List.of("DPoP " + token), List.of(proof)));
      assertEquals(new Caller.Participant("brand-one"), sender.caller());
      assertEquals(Optional.empty(), sender.proof().take());
    }
    assertEquals(1, issuer.asked());
  }

  @Test
  void tellsParticipantsPersonsAndOperatorsApart() {
    assertEquals(new Caller.Participant("brand-one"), caller("brand-one", "participant"));
    assertEquals(
        new Caller.Operator("ops", Set.of(Role.PARTICIPANT_ADMIN, Role.FINANCE_APPROVER)),
        caller("ops", "participant-admin", "finance-approver", "offline_access"));
    Caller person = caller("hefu-person", "subject");
    assertEquals(new Caller.Person(subjects.of("service-account")), person);
    assertNotEquals(subjects.of("service-account"), subjects.of("service-accounu"));
    assertEquals(8, subjects.of("x").version());
    assertEquals(2, subjects.of("x").variant());
  }

  private Caller caller(String client, String... roles) {
    Authentication authentication =
        send(
            claims -> {
              claims.put("client_id", client);
              claims.putObject("realm_access").putArray("roles").removeAll();
              for (String role : roles) {
                claims.withObject("realm_access").withArray("roles").add(role);
              }
            },
            AuthenticatorTest::asItIs);
    return assertInstanceOf(Authentication.Authenticated.class, authentication).caller();
  }

  static Stream<Arguments> tokens() {
    return Stream.of(
        token(ErrorCode.TOKEN_INVALID, "iss", claims -> claims.put("iss", "https://evil.example")),
        token(ErrorCode.TOKEN_INVALID, "no iss", claims -> claims.remove("iss")),
        token(ErrorCode.TOKEN_INVALID, "aud", claims -> claims.put("aud", "account")),
        token(ErrorCode.TOKEN_INVALID, "aud in list", claims -> claims.putArray("aud").add("x")),
        token(ErrorCode.TOKEN_INVALID, "no aud", claims -> claims.remove("aud")),
        token(ErrorCode.TOKEN_EXPIRED, "exp now", claims -> later(claims, "exp", -300)),
        token(ErrorCode.TOKEN_INVALID, "no exp", claims -> claims.remove("exp")),
        token(ErrorCode.TOKEN_INVALID, "exp text", claims -> claims.put("exp", "never")),
        token(ErrorCode.TOKEN_INVALID, "exp half", claims -> claims.put("exp", 1772352001.5)),
        token(ErrorCode.TOKEN_INVALID, "exp far", claims -> later(claims, "exp", 11)),
        token(ErrorCode.TOKEN_INVALID, "iat ahead", claims -> later(claims, "iat", 11)),
        token(ErrorCode.TOKEN_INVALID, "nbf ahead", claims -> claims.put("nbf", 4_000_000_000L)),
        token(ErrorCode.TOKEN_INVALID, "no client", claims -> claims.remove("client_id")),
        token(ErrorCode.TOKEN_INVALID, "client", claims -> claims.put("client_id", "Brand One")),
        token(ErrorCode.TOKEN_INVALID, "mixed roles", claims -> roles(claims, "subject")),
        token(ErrorCode.TOKEN_NOT_BOUND, "no cnf", claims -> claims.remove("cnf")),
        token(ErrorCode.TOKEN_NOT_BOUND, "cnf of another kind", claims -> claims.putObject("cnf")),
        token(ErrorCode.PROOF_INVALID, "jkt", claims -> claims.putObject("cnf").put("jkt", "x")),
        token(ErrorCode.ROLE_MISSING, "no roles", claims -> claims.remove("realm_access")));
  }

  private static Arguments token(ErrorCode code, String name, Consumer<ObjectNode> change) {
    return Arguments.of(code, name, change);
  }

  private static void later(ObjectNode claims, String date, long seconds) {
    claims.put(date, claims.get(date).longValue() + seconds);
  }

  private static void roles(ObjectNode claims, String more) {
    claims.withObject("realm_access").withArray("roles").add(more);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tokens")
  void refusesATokenThatDoesNotFit(ErrorCode code, String name, Consumer<ObjectNode> change) {
    assertRefused(code, send(change, AuthenticatorTest::asItIs));
  }

  static Stream<Arguments> proofs() {
    return Stream.of(
        proof("htm", claims -> claims.put("htm", "GET")),
        proof("htm in lower case", claims -> claims.put("htm", "post")),
        proof("other path", claims -> claims.put("htu", URL + "/1")),
        proof("other host", claims -> claims.put("htu", "https://127.0.0.1/v1/exchanges")),
        proof("other scheme", claims -> claims.put("htu", "http://gateway.example/v1/exchanges")),
        proof("path only", claims -> claims.put("htu", PATH)),
        proof("user", claims -> claims.put("htu", "https://x@gateway.example/v1/exchanges")),
        proof("no htu", claims -> claims.remove("htu")),
        proof("ath", claims -> claims.put("ath", TestSender.ath("another token"))),
        proof("no ath", claims -> claims.remove("ath")),
        proof("no jti", claims -> claims.remove("jti")),
        proof("jti is a number", claims -> claims.put("jti", 5)),
        proof("long jti", claims -> claims.put("jti", "j".repeat(Proofs.MAX_JTI_CHARS + 1))),
        proof("no iat", claims -> claims.remove("iat")),
        proof("iat text", claims -> claims.put("iat", "now")),
        proof("old", claims -> later(claims, "iat", -Proofs.MAX_AGE_SECONDS - 1)),
        proof("ahead", claims -> later(claims, "iat", Proofs.MAX_AHEAD_SECONDS + 1)));
  }

  private static Arguments proof(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proofs")
  void refusesAProofThatDoesNotFit(String name, Consumer<ObjectNode> change) {
    clock.advance(Duration.ofMinutes(2));
    assertRefused(ErrorCode.PROOF_INVALID, send(AuthenticatorTest::asItIs, change));
  }

  @Test
  void takesAProofAtTheEdgesOfItsWindowAndOfItsId() {
    clock.advance(Duration.ofMinutes(2));
    assertTaken(
        send(AuthenticatorTest::asItIs, claims -> later(claims, "iat", -Proofs.MAX_AGE_SECONDS)));
    assertTaken(
        send(AuthenticatorTest::asItIs, claims -> later(claims, "iat", Proofs.MAX_AHEAD_SECONDS)));
    assertTaken(
        send(
            AuthenticatorTest::asItIs,
            claims -> claims.put("jti", "j".repeat(Proofs.MAX_JTI_CHARS))));
    assertTaken(
        send(
            AuthenticatorTest::asItIs,
            claims -> claims.put("htu", "HTTPS://Gateway.Example:443/v1/%65xchanges?a=b#c")));
  }

  @Test
  void takesAProofOnceAndRefusesThoseFromBeforeTheStart() {
    String token = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    String proof = sender.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs);
    assertTaken(send("DPoP " + token, proof));
    assertRefused(ErrorCode.PROOF_REPLAYED, send("DPoP " + token, proof));
    String early =
        sender.proof(clock.instant(), "POST", URL, token, claims -> later(claims, "iat", -1));
    assertRefused(ErrorCode.PROOF_INVALID, send("DPoP " + token, early));
  }

  @Test
  void refusesWhatIsMissingOrTwice() {
    String token = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    String proof = sender.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs);
    String header = "DPoP " + token;
    assertRefused(ErrorCode.TOKEN_MISSING, authenticate(List.of(), List.of(proof)));
    assertRefused(ErrorCode.TOKEN_MISSING, send("Basic " + token, proof));
    assertRefused(ErrorCode.TOKEN_MISSING, send("DPoP", proof));
    assertRefused(ErrorCode.TOKEN_INVALID, send("DPoP x", proof));
    assertRefused(ErrorCode.TOKEN_INVALID, send("DPoP " + "a.b.".repeat(3_000), proof));
    assertRefused(ErrorCode.TOKEN_INVALID, authenticate(List.of(header, header), List.of(proof)));
    assertRefused(ErrorCode.TOKEN_NOT_BOUND, send("Bearer " + token, proof));
    assertRefused(ErrorCode.PROOF_MISSING, authenticate(List.of(header), List.of()));
    assertRefused(ErrorCode.PROOF_INVALID, authenticate(List.of(header), List.of(proof, proof)));
    assertRefused(ErrorCode.PROOF_INVALID, send(header, "x.y.z"));
    assertRefused(ErrorCode.PROOF_INVALID, send(header, proof + "A"));
    assertTaken(send(header, proof));
  }

  @Test
  void letsTheIssuersKeyAloneDecideTheAlgorithm() throws Exception {
    PublicJwk key = issuer.keys().toPublic().primary(KeyUse.SIGNATURE).orElseThrow();
    byte[] claims = StrictJson.bytes(issuer.claims(clock.instant(), sender.jkt()));
    byte[] x = StrictJson.bytes(key.toJson());
    String good = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    assertForged("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}", key, claims, new byte[0]);
    assertForged("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}", key, claims, x);
    assertForged("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}", key, claims, x);
    Signer own = sender.signer();
    assertRefusedToken(own.jws("at+jwt", claims));
    assertRefusedToken(own.jwsWithKey("at+jwt", claims));
    assertRefusedToken(Signer.of(issuer.keys()).jws("jwt", claims));
    assertRefusedToken(Signer.of(issuer.keys()).jws("dpop+jwt", claims));
    assertRefusedToken(good.substring(0, good.lastIndexOf('.') + 1));
    assertRefusedToken(good.substring(0, good.length() - 4) + "AAAA");
  }

  private void assertForged(String header, PublicJwk key, byte[] claims, byte[] macKey)
      throws Exception {
    String signed =
        Base64Url.encodeUtf8(header.formatted(key.kid())) + "." + Base64Url.encode(claims);
    byte[] signature = new byte[0];
    if (macKey.length > 0) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
      signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    }
    assertRefusedToken(signed + "." + Base64Url.encode(signature));
  }

  private void assertRefusedToken(String token) {
    String proof = sender.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs);
    assertRefused(ErrorCode.TOKEN_INVALID, send("DPoP " + token, proof));
  }

  @Test
  void refusesAProofThatAnotherKeySignedOrThatIsOfAnotherType() {
    String token = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    TestSender thief = new TestSender(KeyType.ES256);
    assertRefused(
        ErrorCode.PROOF_INVALID,
        send(
            "DPoP " + token,
            thief.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs)));
    String proof = sender.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs);
    String forged =
        proof.substring(0, proof.lastIndexOf('.') + 1)
            + part(2, thief.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs));
    assertRefused(ErrorCode.PROOF_INVALID, send("DPoP " + token, forged));
    byte[] claims = Base64Url.decode(part(1, proof)).orElseThrow();
    assertRefused(
        ErrorCode.PROOF_INVALID, send("DPoP " + token, sender.signer().jwsWithKey("jwt", claims)));
    assertRefused(
        ErrorCode.PROOF_INVALID, send("DPoP " + token, sender.signer().jws("dpop+jwt", claims)));
  }

  private static String part(int index, String jws) {
    return List.of(jws.split("\\.", -1)).get(index);
  }

  @Test
  void forgetsARememberedTokenWhenItExpiresOrItsKeyIsWithdrawn() {
    String token = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    assertTaken(again(token));
    clock.advance(Duration.ofSeconds(299));
    assertTaken(again(token));
    clock.advance(Duration.ofSeconds(1));
    assertRefused(ErrorCode.TOKEN_EXPIRED, again(token));

    String other = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    assertTaken(again(other));
    issuer.rotate();
    clock.advance(IssuerKeys.LEAST_PAUSE);
    String rotated = issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
    assertTaken(again(rotated));
    assertRefused(ErrorCode.TOKEN_INVALID, again(other));
  }

  /** How an issuer can fail to answer. */
  enum Silence {
    REFUSES {
      @Override
      void begin(TestIssuer issuer) {
        issuer.status(503);
      }
    },
    HANGS {
      @Override
      void begin(TestIssuer issuer) {
        issuer.hang();
      }
    };

    abstract void begin(TestIssuer issuer);

    static void end(TestIssuer issuer) {
      issuer.status(200);
      issuer.goOn();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysOfAnIssuerThatIsSilentAreGoodForTenMinutesThenItIsToldToComeAgain(Silence silence) {
    String first = token();
    assertTaken(again(first));
    silence.begin(issuer);
    clock.advance(IssuerKeys.STALE_AFTER);
    String last = token();
    assertTaken(again(last));
    assertTaken(again(last));
    clock.advance(Duration.ofSeconds(1));
    assertRefused(ErrorCode.OVERLOADED, again(last));
    assertRefused(ErrorCode.OVERLOADED, again(token()));
    Silence.end(issuer);
    clock.advance(IssuerKeys.LEAST_PAUSE);
    assertTaken(again(last));
  }

  /** Who has a token of a known key is served while another waits for an issuer that hangs. */
  @Test
  void onlyWhoBringsAnUnknownKeyWaitsForAnIssuerThatHangs() throws Exception {
    String known = token();
    issuer.hang();
    clock.advance(IssuerKeys.LEAST_PAUSE);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Authentication> waiting = callers.submit(() -> again(ofUnknownKey()));
      issuer.awaitWaiting();
      assertTaken(again(known));
      assertFalse(waiting.isDone(), "the one that waits");
      assertRefused(ErrorCode.TOKEN_INVALID, waiting.get());
    }
  }

  /** However many come with keys that nobody has: they must not take the places of the others. */
  @Test
  void onceAnIssuerHangsOneWaitsForItAndNoOther() throws Exception {
    issuer.hang();
    clock.advance(IssuerKeys.LEAST_PAUSE);
    assertRefused(ErrorCode.TOKEN_INVALID, again(ofUnknownKey()));
    issuer.awaitWaiting();
    clock.advance(IssuerKeys.LEAST_PAUSE);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Authentication> waiting = callers.submit(() -> again(ofUnknownKey()));
      issuer.awaitWaiting();
      for (int i = 0; i < 50; i++) {
        assertRefused(ErrorCode.TOKEN_INVALID, again(ofUnknownKey()));
      }
      assertFalse(waiting.isDone(), "the one that waits");
      issuer.goOn();
      assertRefused(ErrorCode.TOKEN_INVALID, waiting.get());
    }
    issuer.rotate();
    clock.advance(IssuerKeys.LEAST_PAUSE);
    assertTaken(again(token()));
  }

  private String ofUnknownKey() {
    return Signer.of(PrivateKeySet.generate(KeyType.ES256)).jws("at+jwt", new byte[] {});
  }

  private String token() {
    return issuer.token(clock.instant(), sender.jkt(), AuthenticatorTest::asItIs);
  }

  private Authentication again(String token) {
    return send(
        "DPoP " + token,
        sender.proof(clock.instant(), "POST", URL, token, AuthenticatorTest::asItIs));
  }

  private Authentication send(Consumer<ObjectNode> tokenChange, Consumer<ObjectNode> proofChange) {
    String token = issuer.token(clock.instant(), sender.jkt(), tokenChange);
    return send("DPoP " + token, sender.proof(clock.instant(), "POST", URL, token, proofChange));
  }

  private Authentication send(String authorization, String proof) {
    return authenticate(List.of(authorization), List.of(proof));
  }

  private Authentication authenticate(List<String> authorization, List<String> dpop) {
    return authenticator.authenticate("POST", PATH, authorization, dpop);
  }

  private static void assertTaken(Authentication authentication) {
    assertInstanceOf(Authentication.Authenticated.class, authentication, authentication::toString);
  }

  private static void assertRefused(ErrorCode code, Authentication authentication) {
    Authentication.Refused refused =
        assertInstanceOf(Authentication.Refused.class, authentication, authentication::toString);
    assertEquals(code, refused.code(), refused.detail());
  }
}
