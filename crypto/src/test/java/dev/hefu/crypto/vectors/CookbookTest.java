package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.X25519;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7520 and RFC 8037: one is ours, the others must not get through the door. */
final class CookbookTest {
  private static final Opener OPENER =
      Opener.of(PrivateKeySet.generate(KeyType.ED25519, KeyType.X25519, KeyType.ECDH_P256));

  private static JsonNode read(String name) throws IOException {
    return Vectors.read("jose-cookbook/" + name + ".json");
  }

  private static byte[] bytes(JsonNode node) {
    return Base64Url.decode(node.asText()).orElseThrow();
  }

  @Test
  void theEd25519ExampleVerifies() throws IOException {
    JsonNode example = read("curve25519/jws");
    ObjectNode jwk = example.path("input").path("key").deepCopy();
    PublicJwk key = PublicJwk.parse(jwk.without("d")).orElseThrow();
    CompactJws jws = CompactJws.parse(example.at("/output/compact").asText()).orElseThrow();
    assertTrue(jws.verify(key));
    assertEquals(
        example.path("input").path("payload").asText(),
        new String(jws.payload(), StandardCharsets.UTF_8));
  }

  @Test
  void theX25519ExampleAgreesOnASecret() throws IOException {
    JsonNode example = read("curve25519/ecdh-es");
    JsonNode key = example.at("/encrypting_key/epk");
    Coordinates bob = new Coordinates(bytes(example.at("/input/key/x")), new byte[0]);
    X25519.PrivateKey ephemeral = new X25519.PrivateKey(bytes(key.path("d")));
    X25519.PrivateKey own = new X25519.PrivateKey(bytes(example.at("/input/key/d")));
    assertArrayEquals(bob.x(), own.publicKey().x());
    byte[] z = ephemeral.agree(bob).orElseThrow();
    assertArrayEquals(z, own.agree(ephemeral.publicKey()).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2",
        "5_2.key_encryption_using_rsa-oaep_with_aes-gcm",
        "5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2",
        "5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm",
        "5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2",
        "5_6.direct_encryption_using_aes-gcm",
        "5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2",
        "5_8.key_wrap_using_aes-keywrap_with_aes-gcm",
        "5_9.compressed_content"
      })
  void envelopesOfOtherAlgorithmsAreRefused(String name) throws IOException {
    String compact = read("jwe/" + name).at("/output/compact").asText();
    assertEquals(5, compact.split("\\.", -1).length);
    assertEquals(Optional.empty(), OPENER.open(compact));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4_1.rsa_v15_signature",
        "4_2.rsa-pss_signature",
        "4_3.ecdsa_signature",
        "4_4.hmac-sha2_integrity_protection"
      })
  void keysOfOtherAlgorithmsAreNotTaken(String name) throws IOException {
    ObjectNode jwk = read("jws/" + name).path("input").path("key").deepCopy();
    assertEquals(Optional.empty(), PublicJwk.parse(jwk.without("d")));
  }
}
