package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.schemas.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Laws of the check of a proof: good for what it says and for nothing else. */
final class ProofsTest {
  private static final String BASE = "https://gateway.example/hefu";
  private static final String TOKEN = "header.claims.signature";
  private static final TestSender SENDER = new TestSender(KeyType.ES256);

  private final TestClock clock = new TestClock();
  private final Proofs proofs = new Proofs(URI.create(BASE + "/"), clock);

  @Property(tries = 100)
  void aProofHoldsForItsRequestOnce(
      @ForAll("methods") String method, @ForAll("paths") String path) {
    String proof = SENDER.proof(clock.instant(), method, BASE + path, TOKEN, claims -> {});
    Proofs.Demand demand = demand(method, path);
    assertInstanceOf(Proofs.Check.Held.class, proofs.check(proof, demand));
    assertRefused(ErrorCode.PROOF_REPLAYED, proof, demand);
  }

  @Property(tries = 100)
  void aProofHoldsForNoOtherRequest(
      @ForAll("methods") String method,
      @ForAll("paths") String path,
      @ForAll("methods") String otherMethod,
      @ForAll("paths") String otherPath) {
    Assume.that(!method.equals(otherMethod) || !path.equals(otherPath));
    String proof = SENDER.proof(clock.instant(), method, BASE + path, TOKEN, claims -> {});
    assertRefused(ErrorCode.PROOF_INVALID, proof, demand(otherMethod, otherPath));
  }

  @Property(tries = 100)
  void aProofHoldsInItsWindowOnly(@ForAll @IntRange(min = -200, max = 200) int shift) {
    TestClock late = new TestClock();
    late.advance(Duration.ofSeconds(1_000));
    Proofs started = new Proofs(URI.create(BASE), clock);
    clock.advance(Duration.ofSeconds(1_000));
    try {
      String proof =
          SENDER.proof(late.instant(), "GET", BASE + "/a", TOKEN, claims -> shifted(claims, shift));
      boolean inside = shift >= -Proofs.MAX_AGE_SECONDS && shift <= Proofs.MAX_AHEAD_SECONDS;
      assertEquals(inside, started.check(proof, demand("GET", "/a")) instanceof Proofs.Check.Held);
    } finally {
      clock.advance(Duration.ofSeconds(-1_000));
    }
  }

  private static void shifted(ObjectNode claims, int seconds) {
    claims.put("iat", claims.get("iat").longValue() + seconds);
  }

  @Property(tries = 200)
  void noCharacterOfAProofCanBeChanged(
      @ForAll @IntRange(max = 2_000) int place, @ForAll("letters") char letter) {
    String proof = SENDER.proof(clock.instant(), "GET", BASE + "/a", TOKEN, claims -> {});
    int at = place % proof.length();
    Assume.that(proof.charAt(at) != letter);
    String changed = proof.substring(0, at) + letter + proof.substring(at + 1);
    assertRefused(ErrorCode.PROOF_INVALID, changed, demand("GET", "/a"));
  }

  @Property(tries = 300)
  void whateverIsSentIsAnswered(@ForAll @StringLength(max = 200) String text) {
    assertRefused(ErrorCode.PROOF_INVALID, text, demand("GET", "/a"));
    assertRefused(ErrorCode.PROOF_INVALID, text + "." + text + "." + text, demand("GET", "/a"));
  }

  @Property(tries = 200)
  void whateverIsSignedIsAnswered(@ForAll("claims") ObjectNode claims) {
    String proof = SENDER.signer().jwsWithKey("dpop+jwt", StrictJson.bytes(claims));
    assertRefused(ErrorCode.PROOF_INVALID, proof, demand("GET", "/a"));
  }

  private void assertRefused(ErrorCode code, String proof, Proofs.Demand demand) {
    Proofs.Check.Refused refused =
        assertInstanceOf(Proofs.Check.Refused.class, proofs.check(proof, demand));
    assertEquals(code, refused.code(), refused.detail());
  }

  private static Proofs.Demand demand(String method, String path) {
    return new Proofs.Demand(method, path, TestSender.ath(TOKEN), SENDER.jkt());
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("GET", "POST", "PUT", "DELETE");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("/-._")
        .ofMaxLength(30)
        .map(text -> "/v1/" + text)
        .filter(path -> !path.contains(".") && !path.contains("//"));
  }

  @Provide
  Arbitrary<Character> letters() {
    return Arbitraries.chars().range('a', 'z').range('A', 'Z').range('0', '9').with('-', '_', '.');
  }

  /** Objects with the right names and wrong values. */
  @Provide
  Arbitrary<ObjectNode> claims() {
    Arbitrary<String> names = Arbitraries.of("jti", "htm", "htu", "ath", "iat", "exp", "x");
    Arbitrary<String> values =
        Arbitraries.of("null", "true", "-1", "1e9", "\"\"", "\"GET\"", "[]", "{}", "[1,[2]]");
    return Arbitraries.maps(names, values)
        .ofMaxSize(6)
        .map(
            members -> {
              ObjectNode object = StrictJson.newObject();
              members.forEach(
                  (name, value) ->
                      object.set(
                          name,
                          StrictJson.parse(value.getBytes(StandardCharsets.UTF_8)).orElseThrow()));
              return object;
            });
  }
}
