package dev.hefu.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureTest {
  private static final String TYP = "hefu-answer+jws";
  private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();
  private static final Signer SIGNER = Signer.of(KEYS);
  private static final Verifier VERIFIER = Verifier.of(KEYS.toPublic());
  private static final String JWS = SIGNER.jws(TYP, PAYLOAD);

  private static void assertInvalid(String jws) {
    assertInstanceOf(JwsCheck.Invalid.class, VERIFIER.jws(jws, TYP));
  }

  /** The message under another header, signed again by the same key. */
  private static String signedUnder(String header) {
    String signed = Base64Url.encodeUtf8(header) + "." + Base64Url.encode(PAYLOAD);
    byte[] signature = SIGNER.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64Url.encode(signature);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "ES256", "HYBRID", "SM2_SIGNATURE"})
  void whatIsSignedVerifies(KeyType type) {
    PrivateKeySet keys = PrivateKeySet.generate(type);
    String jws = Signer.of(keys).jws(TYP, PAYLOAD);
    JwsCheck check = Verifier.of(keys.toPublic()).jws(jws, TYP);
    JwsCheck.Valid valid = assertInstanceOf(JwsCheck.Valid.class, check);
    assertArrayEquals(PAYLOAD, valid.payload());
    assertEquals(Signer.of(keys).kid(), valid.kid());
  }

  /**
   * Neither half of a hybrid signature is one, nor is one half with anything in the other place.
   */
  @Test
  void bothHalvesOfAHybridSignatureAreNeeded() {
    PrivateKeySet keys = PrivateKeySet.generate(KeyType.HYBRID);
    PublicJwk key = keys.toPublic().keys().getFirst();
    byte[] whole = Signer.of(keys).sign(PAYLOAD);
    assertTrue(key.verify(PAYLOAD, whole));
    assertFalse(key.verify(PAYLOAD, Arrays.copyOf(whole, 64)));
    assertFalse(key.verify(PAYLOAD, Arrays.copyOfRange(whole, 64, whole.length)));
    for (int place : new int[] {0, 63, 64, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[place] ^= 1;
      assertFalse(key.verify(PAYLOAD, changed));
    }
    byte[] other = Signer.of(PrivateKeySet.generate(KeyType.HYBRID)).sign(PAYLOAD);
    byte[] mixed = whole.clone();
    System.arraycopy(other, 64, mixed, 64, whole.length - 64);
    assertFalse(key.verify(PAYLOAD, mixed));
  }

  @Property(tries = 300)
  void aMessageWithAnyCharacterChangedIsRefused(@ForAll @IntRange(max = 100_000) int any) {
    int place = any % JWS.length();
    char other = JWS.charAt(place) == 'A' ? 'B' : 'A';
    assertInvalid(JWS.substring(0, place) + other + JWS.substring(place + 1));
  }

  @Test
  void aMessageForAnotherPurposeIsRefused() {
    assertInstanceOf(JwsCheck.Invalid.class, VERIFIER.jws(JWS, "hefu-link+jwt"));
  }

  @Test
  void aTypeMayComeInItsLongFormAndInAnyCase() {
    String header = "{\"alg\":\"EdDSA\",\"typ\":\"application/Hefu-Answer+JWS\"}";
    assertInstanceOf(JwsCheck.Valid.class, VERIFIER.jws(signedUnder(header), TYP));
  }

  @Test
  void bothNamesOfEd25519AreTaken() {
    String header = "{\"alg\":\"Ed25519\",\"typ\":\"hefu-answer+jws\"}";
    assertInstanceOf(JwsCheck.Valid.class, VERIFIER.jws(signedUnder(header), TYP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"typ\":\"hefu-answer+jws\"}",
        "{\"alg\":\"ES256\",\"typ\":\"hefu-answer+jws\"}",
        "{\"alg\":\"HS256\",\"typ\":\"hefu-answer+jws\"}",
        "{\"alg\":\"eddsa\",\"typ\":\"hefu-answer+jws\"}",
        "{\"typ\":\"hefu-answer+jws\"}",
        "{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\",\"kid\":\"unknown\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\",\"kid\":7}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\",\"b64\":false}",
        "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
        "{\"alg\":\"EdDSA\",\"typ\":\"hefu-answer+jws\"} ,",
        "[]",
        ""
      })
  void aHeaderThatIsNotOursIsRefusedEvenWhenItIsSigned(String header) {
    assertInvalid(signedUnder(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c", "e30.e30."})
  void textThatIsNoMessageIsRefused(String text) {
    assertInvalid(text);
  }

  @Test
  void paddingSpacesAndFurtherPartsAreRefused() {
    assertInvalid(JWS + "=");
    assertInvalid(JWS + " ");
    assertInvalid(" " + JWS);
    assertInvalid(JWS + ".AAAA");
    assertInvalid("A".repeat(CompactJws.MAX_CHARS + 1));
  }

  @Test
  void theKeyInAHeaderIsHandedOutWithItsThumbprint() {
    CompactJws proof = CompactJws.parse(SIGNER.jwsWithKey("dpop+jwt", PAYLOAD)).orElseThrow();
    PublicJwk key = proof.header().jwk().orElseThrow();
    assertTrue(proof.verify(key));
    assertEquals(KEYS.toPublic().keys().getFirst().thumbprint(), key.thumbprint());
    assertEquals("dpop+jwt", proof.header().typ());
    assertEquals(Optional.empty(), proof.header().kid());
    assertEquals(1, proof.claims().orElseThrow().path("a").intValue());
  }

  @Test
  void aKeyForEncryptionVerifiesNothing() {
    PrivateKeySet keys = PrivateKeySet.generate(KeyType.ECDH_P256);
    assertFalse(keys.toPublic().keys().getFirst().verify(PAYLOAD, new byte[64]));
    assertThrows(IllegalArgumentException.class, () -> Signer.of(keys));
  }

  @Test
  void bareSignaturesAreCheckedByKeyId() {
    byte[] signature = SIGNER.sign(PAYLOAD);
    assertTrue(VERIFIER.verify(SIGNER.kid(), PAYLOAD, signature));
    assertFalse(VERIFIER.verify("unknown", PAYLOAD, signature));
    assertFalse(VERIFIER.verify(SIGNER.kid(), new byte[0], signature));
    assertFalse(VERIFIER.verify(SIGNER.kid(), PAYLOAD, new byte[0]));
  }
}
