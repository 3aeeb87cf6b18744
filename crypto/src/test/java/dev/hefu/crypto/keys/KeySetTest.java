package dev.hefu.crypto.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySetTest {
  /** The key of RFC 8037, appendix A, whose thumbprint stands in A.3. */
  private static final String RFC_8037 =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  private static final String RFC_8037_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

  private static final String P256 =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
          + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";

  private static KeySetCheck parse(String json) {
    return PublicKeySet.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static PublicKeySet valid(String json) {
    return assertInstanceOf(KeySetCheck.Valid.class, parse(json)).keys();
  }

  private static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static String with(String key, String member) {
    return key.replaceFirst("\\{", "{" + member + ",");
  }

  private static Optional<PublicJwk> key(String json) {
    return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)).flatMap(PublicJwk::parse);
  }

  @Test
  void theThumbprintIsThatOfTheStandard() {
    PublicJwk key = key(RFC_8037).orElseThrow();
    assertEquals(RFC_8037_THUMBPRINT, key.thumbprint());
    assertEquals(RFC_8037_THUMBPRINT, key.kid());
    assertEquals("mine", key(with(RFC_8037, "\"kid\":\"mine\"")).orElseThrow().kid());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void everyTypeOfKeySurvivesItsJson(KeyType type) {
    PrivateKeySet keys = PrivateKeySet.generate(type);
    assertEquals(keys.toPublic(), valid(StrictJson.write(keys.toPublic().toJson())));
    PrivateJwk key = keys.primary(type.use()).orElseThrow();
    assertEquals(type, key.toPublic().type());
    byte[] json = StrictJson.bytes(keys.toJson(SecretAccess.granted()));
    assertEquals(keys.toPublic(), PrivateKeySet.parse(json).orElseThrow().toPublic());
  }

  @Test
  void aKeyOnP256IsForSignaturesUnlessItSaysOtherwise() {
    assertEquals(KeyType.ES256, key(P256).orElseThrow().type());
    assertEquals(KeyType.ECDH_P256, key(with(P256, "\"use\":\"enc\"")).orElseThrow().type());
    assertEquals(
        KeyType.ECDH_P256, key(with(P256, "\"alg\":\"ECDH-ES+A256KW\"")).orElseThrow().type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":7}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"__________________________________________8\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"y\":\"AAAA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"enc\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":7,\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\\\"b\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
      })
  void aKeyThatWeDoNotTakeIsLeftOutOfASet(String json) {
    assertEquals(Optional.empty(), key(json));
    if (!json.contains("\"k\"")) {
      assertEquals(1, valid(set(json, RFC_8037)).keys().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQAB\"}]}"
      })
  void aSetThatIsNoneOrHoldsASecretIsRefused(String json) {
    assertInstanceOf(KeySetCheck.Invalid.class, parse(json));
  }

  @Test
  void twoKeysOfOneIdAreRefused() {
    assertInstanceOf(KeySetCheck.Invalid.class, parse(set(RFC_8037, RFC_8037)));
    String one = with(RFC_8037, "\"kid\":\"a\"");
    String other = with(P256, "\"kid\":\"a\"");
    assertInstanceOf(KeySetCheck.Invalid.class, parse(set(one, other)));
  }

  @Test
  void limitsHoldAtTheirEdge() {
    String rsa = "{\"kty\":\"RSA\"}";
    List<String> most = Collections.nCopies(PublicKeySet.MAX_KEYS, rsa);
    assertEquals(List.of(), valid(set(most.toArray(String[]::new))).keys());
    List<String> tooMany = Collections.nCopies(PublicKeySet.MAX_KEYS + 1, rsa);
    assertInstanceOf(KeySetCheck.Invalid.class, parse(set(tooMany.toArray(String[]::new))));
    String open = set(RFC_8037);
    String padded = open + " ".repeat(PublicKeySet.MAX_BYTES - open.length());
    assertEquals(1, valid(padded).keys().size());
    assertInstanceOf(KeySetCheck.Invalid.class, parse(padded + " "));
  }

  @Test
  void rotationPutsFreshKeysFirstAndKeepsTheOldOnes() {
    PrivateKeySet old = PrivateKeySet.generate();
    PrivateKeySet rotated = old.rotated();
    assertEquals(4, rotated.toPublic().keys().size());
    for (KeyUse use : KeyUse.values()) {
      PublicJwk before = old.toPublic().primary(use).orElseThrow();
      PublicJwk now = rotated.toPublic().primary(use).orElseThrow();
      assertNotEquals(before, now);
      assertEquals(before.type(), now.type());
      assertEquals(Optional.of(before), rotated.toPublic().find(before.kid()));
      assertFalse(rotated.without(before.kid()).find(before.kid()).isPresent());
    }
  }

  /** Handed out first, used later, kept after: no message meets a key that nobody has. */
  @Test
  void aNextKeyIsKnownBeforeItIsUsedAndAnOldOneStaysUntilItIsTakenOut() {
    PrivateKeySet before = PrivateKeySet.generate();
    PublicJwk old = before.toPublic().primary(KeyUse.SIGNATURE).orElseThrow();
    PrivateKeySet both = before.withNext();
    assertEquals(4, both.toPublic().keys().size());
    assertEquals(Optional.of(old), both.toPublic().primary(KeyUse.SIGNATURE));
    assertEquals(old, both.primary(KeyUse.SIGNATURE).orElseThrow().toPublic());
    assertEquals(Optional.of(KeyStatus.PRIMARY), both.status(old.kid()));
    assertEquals(both, both.withNext());

    PrivateKeySet promoted = saved(both).promoted();
    PublicJwk now = promoted.toPublic().primary(KeyUse.SIGNATURE).orElseThrow();
    assertEquals(Optional.of(KeyStatus.NEXT), both.status(now.kid()));
    assertEquals(Optional.of(KeyStatus.PRIMARY), promoted.status(now.kid()));
    assertEquals(Optional.of(KeyStatus.OLD), promoted.status(old.kid()));
    assertEquals(Optional.empty(), promoted.without(old.kid()).status(old.kid()));
    assertThrows(IllegalStateException.class, promoted::promoted);
  }

  /** The set as it comes back from its file. */
  private static PrivateKeySet saved(PrivateKeySet keys) {
    return PrivateKeySet.parse(StrictJson.bytes(keys.toJson(SecretAccess.granted()))).orElseThrow();
  }

  @Test
  void aSignatureByEitherKeyVerifiesWhileTheRotationLasts() {
    byte[] message = {1};
    PrivateKeySet both = PrivateKeySet.generate().withNext();
    PrivateKeySet promoted = both.promoted();
    for (PrivateKeySet keys : List.of(both, promoted)) {
      PrivateJwk signing = keys.primary(KeyUse.SIGNATURE).orElseThrow();
      for (PublicKeySet known : List.of(both.toPublic(), promoted.toPublic())) {
        PublicJwk found = known.find(signing.toPublic().kid()).orElseThrow();
        assertTrue(found.verify(message, signing.sign(message)));
      }
    }
  }

  @Test
  void aPrivateKeyWhosePublicHalfIsAnothersIsRefused() {
    ObjectNode one = PrivateKeySet.generate(KeyType.ED25519).toJson(SecretAccess.granted());
    ObjectNode other = PrivateKeySet.generate(KeyType.ED25519).toJson(SecretAccess.granted());
    String d = other.path("keys").path(0).path("d").textValue();
    ((ObjectNode) one.path("keys").path(0)).put("d", d);
    assertEquals(Optional.empty(), PrivateKeySet.parse(StrictJson.bytes(one)));
  }

  @Test
  void aSetIsSavedForItsOwnerOnlyAndLoaded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/keys.json");
    PrivateKeySet keys = PrivateKeySet.generate();
    keys.save(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(keys.toPublic(), PrivateKeySet.load(file).toPublic());
    keys.rotated().save(file);
    assertEquals(4, PrivateKeySet.load(file).toPublic().keys().size());
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
    Files.writeString(file, "{}");
    assertThrows(IOException.class, () -> PrivateKeySet.load(file));
  }

  @Test
  void nothingPrintsAPrivateKey() {
    PrivateKeySet keys = PrivateKeySet.generate();
    ObjectNode json = keys.toJson(SecretAccess.granted());
    String d = json.path("keys").path(0).path("d").textValue();
    PrivateJwk key = keys.primary(KeyUse.SIGNATURE).orElseThrow();
    assertTrue(List.of(keys.toString(), key.toString()).stream().noneMatch(s -> s.contains(d)));
  }
}
