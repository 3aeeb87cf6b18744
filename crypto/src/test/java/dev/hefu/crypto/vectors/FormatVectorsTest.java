package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Cosigner;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.record.BlindRecord;
import dev.hefu.crypto.record.ReceiptCheck;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.crypto.record.SignedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The vectors that the pages under docs/formats hand to whoever implements them. */
final class FormatVectorsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("hefu.root", ".."), "docs/formats/vectors");

  private static ObjectNode read(String name) throws IOException {
    return StrictJson.object(Files.readAllBytes(FOLDER.resolve(name))).orElseThrow();
  }

  private static ObjectNode set(JsonNode key) {
    ObjectNode set = StrictJson.newObject();
    set.putArray("keys").add(key);
    return set;
  }

  @Test
  void envelopes() throws IOException {
    ObjectNode vectors = read("envelope.json");
    for (JsonNode one : vectors.path("open")) {
      Opener opener = Opener.of(owner(one.path("key")));
      byte[] plaintext = opener.open(one.path("envelope").asText()).orElseThrow();
      assertEquals(one.path("plaintext").asText(), new String(plaintext, StandardCharsets.UTF_8));
      for (JsonNode bad : vectors.path("refuse")) {
        String why = bad.path("why").asText();
        assertEquals(Optional.empty(), opener.open(bad.path("envelope").asText()), why);
      }
    }
  }

  @Test
  void records() throws IOException {
    ObjectNode vectors = read("record.json");
    KeySetCheck keys = PublicKeySet.parse(set(vectors.path("providerKey")));
    Verifier provider = Verifier.of(assertInstanceOf(KeySetCheck.Valid.class, keys).keys());
    String audience = vectors.path("audience").asText();
    String nonce = vectors.path("nonce").asText();
    for (JsonNode one : vectors.path("accept")) {
      RecordCheck check =
          SignedRecord.verify(one.path("record").asText(), provider, audience, nonce);
      ObjectNode cells = StrictJson.newObject();
      assertInstanceOf(RecordCheck.Valid.class, check).record().cells().forEach(cells::set);
      assertEquals(one.path("cells"), cells);
    }
    for (JsonNode bad : vectors.path("refuse")) {
      RecordCheck check =
          SignedRecord.verify(bad.path("record").asText(), provider, audience, nonce);
      assertInstanceOf(RecordCheck.Invalid.class, check, bad.path("why").asText());
    }
    String issued = vectors.path("asIssued").asText();
    assertInstanceOf(
        RecordCheck.Valid.class,
        SignedRecord.verifyWithVariants(issued, provider, audience, nonce));
  }

  @Test
  void receipts() throws IOException {
    ObjectNode vectors = read("receipt.json");
    KeySetCheck keys = PublicKeySet.parse(set(vectors.path("gatewayKey")));
    Verifier gateway = Verifier.of(assertInstanceOf(KeySetCheck.Valid.class, keys).keys());
    assertEquals(2, vectors.path("accept").size());
    for (JsonNode one : vectors.path("accept")) {
      ReceiptCheck check = SignedReceipt.verify(one.path("receipt").asText(), gateway);
      SignedReceipt receipt = assertInstanceOf(ReceiptCheck.Valid.class, check).receipt();
      assertEquals(one.path("recipient").asText(), receipt.claims().recipient());
      assertEquals(one.path("subject").textValue(), receipt.subject().orElse(null));
      assertEquals(one.path("says"), receipt.claims().receipt());
    }
    assertEquals(8, vectors.path("refuse").size());
    for (JsonNode bad : vectors.path("refuse")) {
      ReceiptCheck check = SignedReceipt.verify(bad.path("receipt").asText(), gateway);
      assertInstanceOf(ReceiptCheck.Invalid.class, check, bad.path("why").asText());
    }
  }

  private static PrivateKeySet owner(JsonNode key) {
    return PrivateKeySet.parse(StrictJson.bytes(set(key))).orElseThrow();
  }

  private static Optional<Map<String, ObjectNode>> blindCells(ObjectNode vectors, JsonNode one) {
    KeySetCheck keys = PublicKeySet.parse(set(vectors.path("providerKey")));
    RecordCheck check =
        SignedRecord.verify(
            one.path("record").asText(),
            Verifier.of(assertInstanceOf(KeySetCheck.Valid.class, keys).keys()),
            vectors.path("audience").asText(),
            vectors.path("nonce").asText());
    SignedRecord record = assertInstanceOf(RecordCheck.Valid.class, check).record();
    return BlindRecord.open(record, Opener.of(owner(vectors.path("consumerKey"))));
  }

  /** The records verify in any case; what is refused does not open. */
  @Test
  void blindRecords() throws IOException {
    ObjectNode vectors = read("blind.json");
    for (JsonNode one : vectors.path("accept")) {
      ObjectNode cells = StrictJson.newObject();
      blindCells(vectors, one).orElseThrow().forEach(cells::set);
      assertEquals(one.path("cells"), cells);
    }
    for (JsonNode bad : vectors.path("refuse")) {
      assertEquals(Optional.empty(), blindCells(vectors, bad), bad.path("why").asText());
    }
  }

  private static JwsCheck signed(ObjectNode vectors, JsonNode one) {
    KeySetCheck keys = PublicKeySet.parse(set(one.path("key")));
    return Verifier.of(assertInstanceOf(KeySetCheck.Valid.class, keys).keys())
        .jws(one.path("jws").asText(), vectors.path("typ").asText());
  }

  /** Half of them were made by other people's libraries. */
  @Test
  void suites() throws IOException {
    ObjectNode vectors = read("suites.json");
    byte[] message = vectors.path("message").asText().getBytes(StandardCharsets.UTF_8);
    for (JsonNode one : vectors.path("open")) {
      Opener opener = Opener.of(owner(one.path("key")));
      assertArrayEquals(message, opener.open(one.path("envelope").asText()).orElseThrow());
    }
    for (JsonNode one : vectors.path("verify")) {
      JwsCheck check = signed(vectors, one);
      assertArrayEquals(message, assertInstanceOf(JwsCheck.Valid.class, check).payload());
    }
    for (JsonNode bad : vectors.path("refuse")) {
      String why = bad.path("why").asText();
      if (bad.has("jws")) {
        assertInstanceOf(JwsCheck.Invalid.class, signed(vectors, bad), why);
      } else {
        Opener opener = Opener.of(owner(bad.path("key")));
        assertEquals(Optional.empty(), opener.open(bad.path("envelope").asText()), why);
      }
    }
  }

  /** ML-DSA-44 is signed with randomness: the line is checked, not made again. */
  @Test
  void cosignatures() throws IOException {
    ObjectNode vectors = read("log.json");
    byte[] seed = HexFormat.of().parseHex(vectors.path("seed").asText());
    NoteVerifier log = NoteVerifier.parse(vectors.path("key").asText()).orElseThrow();
    Cosigner cosigner = Cosigner.of(log.name(), Secret.of(seed, SecretAccess.granted()));
    assertEquals(vectors.path("cosigner").asText(), cosigner.verifier().vkey());
    String cosigned = vectors.path("cosigned").asText();
    assertEquals(
        Optional.of(Instant.ofEpochSecond(vectors.path("cosignedAt").asLong())),
        cosigner.verifier().verified(cosigned));
    assertTrue(Checkpoint.verified(cosigned, log).isPresent());
    assertTrue(cosigned.startsWith(vectors.path("checkpoint").asText()));
  }

  private static Hash leaf(JsonNode vectors, JsonNode one) {
    String entry = vectors.path("entries").path(one.path("entry").asInt()).asText();
    return Hash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void log() throws IOException {
    ObjectNode vectors = read("log.json");
    NoteVerifier key = NoteVerifier.parse(vectors.path("key").asText()).orElseThrow();
    Hash root =
        Frontier.EMPTY
            .append(
                StreamSupport.stream(vectors.path("entries").spliterator(), false)
                    .map(entry -> Hash.ofLeaf(entry.asText().getBytes(StandardCharsets.UTF_8)))
                    .toList())
            .root();
    byte[] seed = HexFormat.of().parseHex(vectors.path("seed").asText());
    NoteSigner signer = NoteSigner.of(key.name(), Secret.of(seed, SecretAccess.granted()));
    Checkpoint checkpoint = new Checkpoint(key.name(), vectors.path("entries").size(), root);
    assertEquals(vectors.path("checkpoint").asText(), checkpoint.signed(signer));
    for (JsonNode one : vectors.path("accept")) {
      LogProof proof = LogProof.parse(one.path("proof").asText()).orElseThrow();
      assertEquals(Optional.of(checkpoint), proof.verified(leaf(vectors, one), key));
    }
    for (JsonNode bad : vectors.path("refuse")) {
      assertTrue(
          LogProof.parse(bad.path("proof").asText())
              .flatMap(proof -> proof.verified(leaf(vectors, bad), key))
              .isEmpty(),
          bad.path("why").asText());
    }
  }
}
