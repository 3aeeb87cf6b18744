package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.primitive.XWing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** HPKE with X-Wing: the public vectors have it with ChaCha20-Poly1305 only. */
final class HpkeTest {
  private static final byte[] INFO = "info".getBytes(StandardCharsets.US_ASCII);

  private static byte[] hex(JsonNode node, String member) {
    return HexFormat.of().parseHex(node.path(member).asText());
  }

  @Test
  void thePublicVectorsOpen() throws IOException, InvalidCipherTextException {
    int cases = 0;
    for (JsonNode vector : Vectors.read("hpke/hpke-pq-vectors.json")) {
      if (vector.path("kem_id").asInt() == 25_722 && vector.path("kdf_id").asInt() == 1) {
        byte[] seed = hex(vector, "skRm");
        assertArrayEquals(hex(vector, "pkRm"), new XWing.PrivateKey(seed).publicKey());
        XWingPrivateKeyParameters key = new XWingPrivateKeyParameters(seed);
        HPKEContext context =
            new HPKE(
                    HPKE.mode_base,
                    HPKE.kem_X_WING,
                    HPKE.kdf_HKDF_SHA256,
                    HPKE.aead_CHACHA20_POLY1305)
                .setupBaseR(
                    hex(vector, "enc"),
                    new AsymmetricCipherKeyPair(key.getPublicKeyParameters(), key),
                    hex(vector, "info"));
        for (JsonNode one : vector.path("encryptions").findParents("ct")) {
          assertArrayEquals(hex(one, "pt"), context.open(hex(one, "aad"), hex(one, "ct")));
          cases++;
        }
      }
    }
    assertTrue(cases >= 5, "only " + cases + " cases");
  }

  @Test
  void aKeyOpensWithItsOwnKeyAndInformationOnly() {
    byte[] seed = new byte[XWing.SEED_BYTES];
    Arrays.fill(seed, (byte) 7);
    XWing.PrivateKey key = new XWing.PrivateKey(seed);
    byte[] secret = new byte[32];
    XWing.Encrypted sent = XWing.encrypt(key.publicKey(), INFO, secret);
    assertArrayEquals(
        secret, key.decrypt(sent.encapsulated(), INFO, sent.ciphertext()).orElseThrow());
    assertEquals(
        Optional.empty(), key.decrypt(sent.encapsulated(), new byte[0], sent.ciphertext()));
    assertEquals(Optional.empty(), key.decrypt(new byte[7], INFO, sent.ciphertext()));
    byte[] other = sent.encapsulated().clone();
    other[5] ^= 1;
    assertEquals(Optional.empty(), key.decrypt(other, INFO, sent.ciphertext()));
    seed[0] = 0;
    XWing.PrivateKey stranger = new XWing.PrivateKey(seed);
    assertEquals(Optional.empty(), stranger.decrypt(sent.encapsulated(), INFO, sent.ciphertext()));
  }
}
