package dev.hefu.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
  private static final List<KeyType> ENCRYPTION =
      List.of(KeyType.X25519, KeyType.ECDH_P256, KeyType.X_WING, KeyType.SM2_ENCRYPTION);
  private static final PrivateKeySet RECIPIENT = PrivateKeySet.generate();
  private static final Opener OPENER = Opener.of(RECIPIENT);
  private static final byte[] PLAINTEXT = "符合".getBytes(StandardCharsets.UTF_8);
  private static final String ENVELOPE = Sealer.to(RECIPIENT.toPublic()).seal(PLAINTEXT, "json");

  private static void assertRefused(String envelope) {
    assertEquals(Optional.empty(), OPENER.open(envelope));
  }

  private static String withHeader(String header) {
    return Base64Url.encodeUtf8(header) + ENVELOPE.substring(ENVELOPE.indexOf('.'));
  }

  private static String header() {
    byte[] json = Base64Url.decode(ENVELOPE.substring(0, ENVELOPE.indexOf('.'))).orElseThrow();
    return new String(json, StandardCharsets.UTF_8);
  }

  @Property(tries = 100)
  void whatIsSealedOpens(@ForAll @Size(max = 3_000) byte[] plaintext) {
    for (KeyType type : ENCRYPTION) {
      PrivateKeySet keys = PrivateKeySet.generate(type);
      String envelope = Sealer.to(keys.toPublic()).seal(plaintext, "json");
      assertArrayEquals(plaintext, Opener.of(keys).open(envelope).orElseThrow());
    }
  }

  @Test
  void twoEnvelopesAroundOneTextShareNothingButTheirForm() {
    String other = Sealer.to(RECIPIENT.toPublic()).seal(PLAINTEXT, "json");
    for (int part = 1; part < 5; part++) {
      assertFalse(ENVELOPE.split("\\.", -1)[part].equals(other.split("\\.", -1)[part]));
    }
  }

  @Property(tries = 500)
  void anEnvelopeWithAnyCharacterChangedIsRefused(@ForAll @IntRange(max = 100_000) int any) {
    int place = any % ENVELOPE.length();
    char old = ENVELOPE.charAt(place);
    for (char other : new char[] {'A', '_', '.', '='}) {
      if (other != old) {
        assertRefused(ENVELOPE.substring(0, place) + other + ENVELOPE.substring(place + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"X25519", "ECDH_P256", "X_WING", "SM2_ENCRYPTION"})
  void keysOfAnotherOwnerOpenNothing(KeyType type) {
    assertEquals(Optional.empty(), Opener.of(PrivateKeySet.generate(type)).open(ENVELOPE));
  }

  @Test
  void anOldKeyOpensUntilItIsRetired() {
    PrivateKeySet rotated = RECIPIENT.rotated();
    assertTrue(Opener.of(rotated).open(ENVELOPE).isPresent());
    String kid = Sealer.to(RECIPIENT.toPublic()).kid();
    assertEquals(Optional.empty(), Opener.of(rotated.without(kid)).open(ENVELOPE));
    String fresh = Sealer.to(rotated.toPublic()).seal(PLAINTEXT, "json");
    assertRefused(fresh);
    assertTrue(Opener.of(rotated).open(fresh).isPresent());
  }

  /** What exchange.md refuses always, and what is simply not our suite. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"zip\":\"DEF\"",
        "\"crit\":[\"exp\"]",
        "\"jwk\":{}",
        "\"x5c\":[]",
        "\"p2c\":1000",
        "\"iv\":\"\"",
        "\"alg\":\"ECDH-ES\"",
        "\"unknown\":1"
      })
  void otherMembersAreRefused(String member) {
    assertRefused(withHeader(header().replaceFirst("\\{", "{" + member + ",")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "dir", "A256KW", "ECDH-ES", "RSA-OAEP", "PBES2-HS256+A128KW", "HPKE-0"})
  void otherKeyAlgorithmsAreRefused(String alg) {
    assertRefused(withHeader(header().replace("ECDH-ES+A256KW", alg)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A128GCM", "A128CBC-HS256", "A256CBC-HS512", ""})
  void otherContentAlgorithmsAreRefused(String enc) {
    assertRefused(withHeader(header().replace("A256GCM", enc)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "....", ".....", "a.b.c.d.e", "{}"})
  void textThatIsNoEnvelopeIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void moreOrFewerPartsAreRefused() {
    assertRefused(ENVELOPE + ".");
    assertRefused(ENVELOPE + ".AAAA");
    assertRefused(ENVELOPE.substring(0, ENVELOPE.lastIndexOf('.')));
    assertRefused(ENVELOPE + " ");
    assertRefused(ENVELOPE + "\n");
    assertRefused("A".repeat(Opener.MAX_CHARS + 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"X_WING", "SM2_ENCRYPTION"})
  void envelopesOfTheOtherSuitesAreRefusedWhenAnyPartIsChanged(KeyType type) {
    PrivateKeySet keys = PrivateKeySet.generate(type);
    String envelope = Sealer.to(keys.toPublic()).seal(PLAINTEXT, "json");
    int from = 0;
    for (String part : envelope.split("\\.", -1)) {
      for (int place : new int[] {from, from + part.length() / 2, from + part.length() - 2}) {
        char other = envelope.charAt(place) == 'A' ? 'B' : 'A';
        String changed = envelope.substring(0, place) + other + envelope.substring(place + 1);
        assertEquals(Optional.empty(), Opener.of(keys).open(changed));
      }
      from += part.length() + 1;
    }
    assertTrue(Opener.of(keys).open(envelope).isPresent());
  }

  @Test
  void theRecipientsKeySelectsTheSuite() {
    for (KeyType type : ENCRYPTION) {
      Sealer sealer = Sealer.to(PrivateKeySet.generate(type).toPublic());
      assertEquals(type.suite(), sealer.suite());
    }
  }

  @Test
  void aRecipientWithoutAnEncryptionKeyIsABug() {
    PublicKeySet keys = PrivateKeySet.generate(KeyType.ED25519).toPublic();
    assertThrows(IllegalArgumentException.class, () -> Sealer.to(keys));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a b", "a\\u0022"})
  void aContentTypeIsAName(String contentType) {
    Sealer sealer = Sealer.to(RECIPIENT.toPublic());
    assertThrows(IllegalArgumentException.class, () -> sealer.seal(PLAINTEXT, contentType));
  }
}
