package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.AesGcm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;

/**
 * The vectors of draft-ietf-jose-hpke-encrypt. Below the door they show that the {@code -KE} form
 * of {@code PQ_2026} is the draft's, with other curves in the place of X-Wing; at the door they are
 * refused.
 */
final class JoseHpkeTest {
  private static final byte[] NONE = {};

  /** The draft's table of algorithms: KEM, KDF and AEAD of each number. */
  private static HPKE hpke(String alg) {
    return switch (alg.substring(0, "HPKE-n".length())) {
      case "HPKE-0" -> hpke(HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
      case "HPKE-1" -> hpke(HPKE.kem_P384_SHA348, HPKE.kdf_HKDF_SHA384, HPKE.aead_AES_GCM256);
      case "HPKE-2" -> hpke(HPKE.kem_P521_SHA512, HPKE.kdf_HKDF_SHA512, HPKE.aead_AES_GCM256);
      case "HPKE-3" -> hpke(HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
      case "HPKE-4" ->
          hpke(HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
      case "HPKE-5" -> hpke(HPKE.kem_X448_SHA512, HPKE.kdf_HKDF_SHA512, HPKE.aead_AES_GCM256);
      case "HPKE-6" ->
          hpke(HPKE.kem_X448_SHA512, HPKE.kdf_HKDF_SHA512, HPKE.aead_CHACHA20_POLY1305);
      case "HPKE-7" -> hpke(HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
      default -> throw new IllegalArgumentException(alg);
    };
  }

  private static HPKE hpke(short kem, short kdf, short aead) {
    return new HPKE(HPKE.mode_base, kem, kdf, aead);
  }

  private static byte[] bytes(JsonNode node, String member) {
    return Base64Url.decode(node.path(member).asText("")).orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode header(JsonNode parts) {
    return StrictJson.object(bytes(parts, "protected")).orElseThrow();
  }

  private static byte[] aad(JsonNode parts) {
    String more = parts.has("aad") ? "." + parts.path("aad").asText() : "";
    return utf8(parts.path("protected").asText() + more);
  }

  /** HPKE's own opening with the key of the vector. */
  private static byte[] open(JsonNode jwk, String alg, byte[] share, byte[] info, byte[][] sealed)
      throws InvalidCipherTextException {
    HPKE hpke = hpke(alg);
    byte[] point =
        jwk.has("y")
            ? concat(new byte[] {4}, concat(bytes(jwk, "x"), bytes(jwk, "y")))
            : bytes(jwk, "x");
    return hpke.setupBaseR(share, hpke.deserializePrivateKey(bytes(jwk, "d"), point), info)
        .open(sealed[0], sealed[1]);
  }

  /** The content of the {@code -KE} form, whose info names the content's algorithm. */
  private static byte[] keyEncryption(JsonNode jwk, JsonNode parts)
      throws InvalidCipherTextException {
    ObjectNode header = header(parts);
    String enc = header.path("enc").asText();
    byte[] info = ("JOSE-HPKE rcpt\u00ff" + enc + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    byte[][] wrapped = {NONE, bytes(parts, "encrypted_key")};
    String alg = header.path("alg").asText();
    byte[] contentKey = open(jwk, alg, bytes(header, "ek"), info, wrapped);
    if (!enc.equals("A256GCM")) {
      return NONE; // the key came out; the content's cipher is not ours
    }
    byte[] sealed = concat(bytes(parts, "ciphertext"), bytes(parts, "tag"));
    return AesGcm.open(contentKey, bytes(parts, "iv"), sealed, aad(parts)).orElseThrow();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static ObjectNode split(String compact) {
    String[] texts = compact.split("\\.", -1);
    ObjectNode parts = StrictJson.newObject();
    String[] members = {"protected", "encrypted_key", "iv", "ciphertext", "tag"};
    for (int i = 0; i < members.length; i++) {
      parts.put(members[i], texts[i]);
    }
    return parts;
  }

  @Test
  void belowTheDoorEveryVectorOpens() throws IOException, InvalidCipherTextException {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode vector : Vectors.read("jose-hpke/jose-vectors.json")) {
      String alg = vector.path("alg").asText();
      for (JsonNode parts : new JsonNode[] {vector.path("flattened"), split(compact(vector))}) {
        byte[] content;
        if (alg.endsWith("-KE")) {
          content = keyEncryption(vector.path("jwk"), parts);
        } else {
          byte[][] sealed = {aad(parts), bytes(parts, "ciphertext")};
          content = open(vector.path("jwk"), alg, bytes(parts, "encrypted_key"), NONE, sealed);
        }
        String kind = content.length == 0 ? "key only" : "content";
        counts.merge(kind, 1, Integer::sum);
        assertEquals(true, content.length == 0 || isTheQuote(content));
      }
    }
    System.out.println("jose-hpke below the door " + counts);
    assertEquals(Map.of("content", 28, "key only", 4), counts);
  }

  /** All vectors seal one quotation. */
  private static boolean isTheQuote(byte[] content) {
    return new String(content, StandardCharsets.UTF_8).startsWith("You can trust us to stick");
  }

  private static String compact(JsonNode vector) {
    return vector.path("compact").asText();
  }

  /** Even with the very key at hand, under every name that we take it for. */
  @Test
  void atTheDoorEveryVectorIsRefused() throws IOException {
    int refused = 0;
    int withKey = 0;
    for (JsonNode vector : Vectors.read("jose-hpke/jose-vectors.json")) {
      ObjectNode set = StrictJson.newObject();
      ObjectNode jwk = vector.path("jwk").deepCopy();
      jwk.remove("alg");
      set.putArray("keys").add(jwk);
      Optional<PrivateKeySet> keys = PrivateKeySet.parse(StrictJson.bytes(set));
      withKey += keys.isPresent() ? 1 : 0;
      Opener opener = Opener.of(keys.orElseGet(PrivateKeySet::generate));
      assertEquals(Optional.empty(), opener.open(compact(vector)));
      assertEquals(Optional.empty(), opener.open(StrictJson.write(vector.path("flattened"))));
      refused += 2;
    }
    System.out.println("jose-hpke at the door refused=" + refused + " with its key=" + withKey);
    assertArrayEquals(new int[] {32, 8}, new int[] {refused, withKey});
  }
}
