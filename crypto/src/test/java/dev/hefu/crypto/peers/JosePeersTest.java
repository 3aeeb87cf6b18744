package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
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
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.SecretAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures and envelopes against npm jose, Python joserfc and Java Nimbus. */
final class JosePeersTest {
  private static final String TYP = "hefu-answer+jws";
  private static final String MESSAGE = "{\"name\":\"符合\"}";
  private static final byte[] BYTES = MESSAGE.getBytes(StandardCharsets.UTF_8);
  private static final PrivateKeySet ED25519 = PrivateKeySet.generate(KeyType.ED25519);
  private static final PrivateKeySet ES256 = PrivateKeySet.generate(KeyType.ES256);
  private static final PrivateKeySet X25519 = PrivateKeySet.generate(KeyType.X25519);
  private static final PrivateKeySet P256 = PrivateKeySet.generate(KeyType.ECDH_P256);

  @Test
  void npmJose() throws IOException {
    exchangeWith(Peer.script("node", "jose.mjs", "node_modules/jose"));
  }

  @Test
  void pythonJoserfc() throws IOException {
    exchangeWith(Peer.python("joserfc_peer.py", "joserfc"));
  }

  private static void exchangeWith(Peer peer) throws IOException {
    ObjectNode ours = StrictJson.newObject().put("typ", TYP).put("message", MESSAGE);
    ArrayNode jws = ours.putArray("jws");
    ArrayNode jwe = ours.putArray("jwe");
    ArrayNode publicKeys = ours.putObject("publicKeys").putArray("keys");
    ArrayNode recipientKeys = ours.putObject("recipientKeys").putArray("keys");
    for (PrivateKeySet signer : List.of(ED25519, ES256)) {
      jws.add(Signer.of(signer).jws(TYP, BYTES));
      publicKeys.add(signer.toPublic().keys().getFirst().toJson());
    }
    for (PrivateKeySet recipient : List.of(X25519, P256)) {
      jwe.add(Sealer.to(recipient.toPublic()).seal(BYTES, "json"));
      recipientKeys.add(recipient.toJson(SecretAccess.granted()).path("keys").path(0));
    }
    JsonNode theirs = peer.answer(ours);
    for (String member : List.of("verified", "opened")) {
      assertEquals(2, theirs.path(member).size());
      theirs.path(member).forEach(text -> assertEquals(Base64Url.encode(BYTES), text.asText()));
    }
    takes(theirs);
  }

  private static void takes(JsonNode theirs) {
    PublicKeySet keys =
        assertInstanceOf(
                KeySetCheck.Valid.class, PublicKeySet.parse((ObjectNode) theirs.path("keys")))
            .keys();
    assertEquals(2, keys.keys().size());
    for (JsonNode text : theirs.path("jws")) {
      JwsCheck check = Verifier.of(keys).jws(text.asText(), TYP);
      assertArrayEquals(BYTES, assertInstanceOf(JwsCheck.Valid.class, check).payload());
    }
    Opener[] openers = {Opener.of(X25519), Opener.of(P256)};
    for (int i = 0; i < openers.length; i++) {
      String text = theirs.path("jwe").path(i).asText();
      assertArrayEquals(BYTES, openers[i].open(text).orElseThrow());
    }
  }

  @Test
  void nimbusVerifiesAndOpensOurs() throws ParseException, JOSEException {
    PublicJwk signing = ES256.toPublic().keys().getFirst();
    JWSObject jws = JWSObject.parse(Signer.of(ES256).jws(TYP, BYTES));
    ECKey key = JWK.parse(StrictJson.write(signing.toJson())).toECKey();
    assertEquals(true, jws.verify(new ECDSAVerifier(key)));
    assertEquals(signing.thumbprint(), key.computeThumbprint().toString());

    JWEObject jwe = JWEObject.parse(Sealer.to(P256.toPublic()).seal(BYTES, "json"));
    JsonNode recipient = P256.toJson(SecretAccess.granted()).path("keys").path(0);
    jwe.decrypt(new ECDHDecrypter(JWK.parse(StrictJson.write(recipient)).toECKey()));
    assertArrayEquals(BYTES, jwe.getPayload().toBytes());
  }

  @Test
  void weVerifyAndOpenWhatNimbusMade() throws ParseException, JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("nimbus").generate();
    JWSObject jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("nimbus")
                .type(new JOSEObjectType(TYP))
                .build(),
            new Payload(BYTES));
    jws.sign(new ECDSASigner(key));
    byte[] set =
        ("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}").getBytes(StandardCharsets.UTF_8);
    PublicKeySet keys = assertInstanceOf(KeySetCheck.Valid.class, PublicKeySet.parse(set)).keys();
    assertInstanceOf(JwsCheck.Valid.class, Verifier.of(keys).jws(jws.serialize(), TYP));

    PublicJwk recipient = P256.toPublic().keys().getFirst();
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .keyID(recipient.kid())
                .build(),
            new Payload(BYTES));
    jwe.encrypt(new ECDHEncrypter(JWK.parse(StrictJson.write(recipient.toJson())).toECKey()));
    assertArrayEquals(BYTES, Opener.of(P256).open(jwe.serialize()).orElseThrow());
  }
}
