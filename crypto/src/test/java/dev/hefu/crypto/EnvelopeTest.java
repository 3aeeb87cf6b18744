package dev.hefu.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.primitive.AesGcm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
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

  /** Sizes about the pieces that a large text is sealed in, in every suite and either form. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        AesGcm.PIECE_BYTES - 1,
        AesGcm.PIECE_BYTES,
        AesGcm.PIECE_BYTES + 1,
        2 * AesGcm.PIECE_BYTES,
        3 * AesGcm.PIECE_BYTES + 17
      })
  void textsOfAnySizeOpenInEitherForm(int size) throws IOException {
    byte[] plaintext = new byte[size];
    new Random(size).nextBytes(plaintext);
    for (KeyType type : ENCRYPTION) {
      PrivateKeySet keys = PrivateKeySet.generate(type);
      Sealer sealer = Sealer.to(keys.toPublic());
      for (EnvelopeForm form : EnvelopeForm.values()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sealer.seal(plaintext, "json", form, out);
        for (String text :
            List.of(
                sealer.seal(plaintext, "json", form), out.toString(StandardCharsets.US_ASCII))) {
          assertArrayEquals(plaintext, Opener.of(keys).open(text).orElseThrow());
        }
      }
    }
  }

  @Test
  void aStreamThatBreaksBreaksTheSealing() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("closed");
          }
        };
    Sealer sealer = Sealer.to(RECIPIENT.toPublic());
    assertThrows(
        IOException.class, () -> sealer.seal(PLAINTEXT, "json", EnvelopeForm.JSON, closed));
  }

  @Test
  void bothFormsHoldTheSameParts() {
    ObjectNode json = json();
    assertEquals(List.of(ENVELOPE.split("\\.")), texts(json));
    assertArrayEquals(PLAINTEXT, OPENER.open(StrictJson.write(json)).orElseThrow());
  }

  private static List<String> texts(ObjectNode json) {
    return StreamSupport.stream(json.spliterator(), false).map(JsonNode::textValue).toList();
  }

  /** The envelope's parts as flattened JSON. */
  private static ObjectNode json() {
    String[] texts = ENVELOPE.split("\\.");
    return StrictJson.newObject()
        .put("protected", texts[0])
        .put("encrypted_key", texts[1])
        .put("iv", texts[2])
        .put("ciphertext", texts[3])
        .put("tag", texts[4]);
  }

  /** A header that the tag does not cover, more covered data, or a list of recipients. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"unprotected\":{}}",
        "{\"header\":{}}",
        "{\"header\":{\"epk\":{}}}",
        "{\"header\":{\"apu\":\"AA\"}}",
        "{\"header\":null}",
        "{\"aad\":\"\"}",
        "{\"recipients\":[{}]}",
        "{\"extra\":1}",
        "{\"tag\":null}",
        "{\"tag\":7}",
        "{\"iv\":\"A\"}"
      })
  void jsonWithOtherMembersIsRefused(String members) {
    ObjectNode json = json();
    json.setAll(object(members));
    assertRefused(StrictJson.write(json));
  }

  @Test
  void jsonThatLacksAMemberOrHasOneTwiceIsRefused() {
    json().fieldNames().forEachRemaining(name -> assertRefused(write(json().without(name))));
    String text = StrictJson.write(json());
    assertRefused(text.replaceFirst("\\{", "{\"tag\":\"\","));
    assertRefused(text + " {}");
    assertRefused(" " + text);
  }

  private static String write(JsonNode json) {
    return StrictJson.write(json);
  }

  private static ObjectNode object(String json) {
    return StrictJson.object(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  /** Each bit of each part, and of the text itself. */
  @Property(tries = 300)
  void anEnvelopeWithAnyBitFlippedIsRefused(@ForAll @IntRange(max = 1_000_000) int any) {
    String[] texts = ENVELOPE.split("\\.");
    int part = any % texts.length;
    byte[] bytes = Base64Url.decode(texts[part]).orElseThrow();
    int bit = any % (bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    texts[part] = Base64Url.encode(bytes);
    assertRefused(String.join(".", texts));
    byte[] text = ENVELOPE.getBytes(StandardCharsets.ISO_8859_1);
    int place = any % (text.length * Byte.SIZE);
    text[place / Byte.SIZE] ^= (byte) (1 << place % Byte.SIZE);
    assertRefused(new String(text, StandardCharsets.ISO_8859_1));
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
