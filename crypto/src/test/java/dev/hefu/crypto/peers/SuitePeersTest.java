package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.Sm4Gcm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** PQ_2026 against @hpke and @noble/post-quantum, SM_2026 against sm-crypto. */
final class SuitePeersTest {
  private static final String TYP = "hefu-answer+jws";
  private static final String MESSAGE = "{\"name\":\"符合\"}";
  private static final byte[] BYTES = MESSAGE.getBytes(StandardCharsets.UTF_8);
  private static final PrivateKeySet PQ = PrivateKeySet.generate(KeyType.HYBRID, KeyType.X_WING);
  private static final PrivateKeySet SM =
      PrivateKeySet.generate(KeyType.SM2_SIGNATURE, KeyType.SM2_ENCRYPTION);

  private static JsonNode key(PrivateKeySet keys, int index) {
    return keys.toJson(SecretAccess.granted()).path("keys").path(index);
  }

  @Test
  void bothSuitesAreUnderstoodByOthers() throws IOException {
    Peer peer = Peer.script("node", "suites.mjs", "node_modules/@hpke/hybridkem-x-wing");
    String smEnvelope = Sealer.to(SM.toPublic()).seal(BYTES, "json");
    ObjectNode ours = StrictJson.newObject().put("typ", TYP).put("message", MESSAGE);
    ours.put("pqEnvelope", Sealer.to(PQ.toPublic()).seal(BYTES, "json"));
    ours.put("pqJws", Signer.of(PQ).jws(TYP, BYTES));
    ours.set("pqSigner", key(PQ, 0));
    ours.set("pqRecipient", key(PQ, 1));
    ours.put("smEnvelope", smEnvelope).put("smJws", Signer.of(SM).jws(TYP, BYTES));
    ours.set("smSigner", key(SM, 0));
    ours.set("smRecipient", key(SM, 1));

    JsonNode theirs = peer.answer(ours);
    assertEquals(Base64Url.encode(BYTES), theirs.path("pqOpened").asText());
    assertTrue(theirs.path("pqVerified").asBoolean());
    assertTrue(theirs.path("smVerified").asBoolean());
    assertArrayEquals(BYTES, content(smEnvelope, bytes(theirs.path("smContentKey"))));
    takes(theirs);
  }

  private static void takes(JsonNode theirs) {
    String envelope = theirs.path("pqEnvelope").asText();
    assertArrayEquals(BYTES, Opener.of(PQ).open(envelope).orElseThrow());
    assertArrayEquals(BYTES, Opener.of(SM).open(smEnvelope(theirs)).orElseThrow());
    PublicKeySet keys =
        assertInstanceOf(
                KeySetCheck.Valid.class, PublicKeySet.parse((ObjectNode) theirs.path("keys")))
            .keys();
    assertEquals(2, keys.keys().size());
    for (JsonNode jws : theirs.path("jws")) {
      JwsCheck check = Verifier.of(keys).jws(jws.asText(), TYP);
      assertArrayEquals(BYTES, assertInstanceOf(JwsCheck.Valid.class, check).payload());
    }
  }

  private static byte[] bytes(JsonNode text) {
    return Base64Url.decode(text.asText()).orElseThrow();
  }

  /** The content of one of our envelopes under the key that the peer unwrapped. */
  private static byte[] content(String envelope, byte[] contentKey) {
    String[] parts = envelope.split("\\.", -1);
    byte[] sealed = Base64Url.decode(parts[3]).orElseThrow();
    byte[] tag = Base64Url.decode(parts[4]).orElseThrow();
    byte[] both = Arrays.copyOf(sealed, sealed.length + tag.length);
    System.arraycopy(tag, 0, both, sealed.length, tag.length);
    byte[] aad = parts[0].getBytes(StandardCharsets.US_ASCII);
    byte[] nonce = Base64Url.decode(parts[2]).orElseThrow();
    return Sm4Gcm.open(contentKey, nonce, both, aad).orElseThrow();
  }

  /** An envelope around a content key that the peer wrapped. */
  private static String smEnvelope(JsonNode theirs) {
    byte[] contentKey = bytes(theirs.path("smWrapped").path("contentKey"));
    String kid = SM.toPublic().keys().getLast().kid();
    String head =
        Base64Url.encodeUtf8("{\"alg\":\"SM2\",\"enc\":\"SM4GCM\",\"kid\":\"" + kid + "\"}");
    byte[] nonce = new byte[12];
    byte[] sealed = Sm4Gcm.seal(contentKey, nonce, BYTES, head.getBytes(StandardCharsets.US_ASCII));
    int cut = sealed.length - 16;
    return String.join(
        ".",
        head,
        theirs.path("smWrapped").path("wrapped").asText(),
        Base64Url.encode(nonce),
        Base64Url.encode(Arrays.copyOf(sealed, cut)),
        Base64Url.encode(Arrays.copyOfRange(sealed, cut, sealed.length)));
  }
}
