package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.crypto.record.SignedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Projected records and consent receipts against the reference library of SD-JWT. */
final class RecordPeersTest {
  private static final PrivateKeySet KEYS = PrivateKeySet.generate(KeyType.ES256);
  private static final RecordHeader HEADER =
      new RecordHeader(
          "mall", "cafe", "x-1", Instant.parse("2026-03-01T10:00:00Z"), "purchase-history", "1");

  private static ObjectNode json(String text) {
    return StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static SignedRecord issued() {
    Map<String, ObjectNode> cells =
        Map.of(
            "phone", json("{\"phone\":\"13800001234\"}"),
            "orders", json("{\"orders\":[{\"id\":\"o1\"},{\"id\":\"o2\"}],\"n\":2}"));
    String text = SignedRecord.issue(Signer.of(KEYS), HEADER, cells);
    RecordCheck check = SignedRecord.verify(text, Verifier.of(KEYS.toPublic()), "cafe", "x-1");
    return assertInstanceOf(RecordCheck.Valid.class, check).record();
  }

  @Test
  void theReferenceLibraryReadsEachProjectionAsWeDo() throws IOException {
    Peer peer = Peer.python("sd_jwt_peer.py", "sd_jwt");
    SignedRecord whole = issued();
    List<SignedRecord> records =
        List.of(whole, whole.project(Set.of("orders")), whole.project(Set.of()));
    ObjectNode ours = StrictJson.newObject();
    ours.set("key", KEYS.toPublic().keys().getFirst().toJson());
    ArrayNode texts = ours.putArray("records");
    records.forEach(record -> texts.add(record.text()));
    ArrayNode altered = ours.putArray("altered");
    altered.add("X" + whole.text());

    JsonNode theirs = peer.answer(ours);
    for (int i = 0; i < records.size(); i++) {
      JsonNode payload = theirs.path("payloads").path(i);
      ObjectNode expected = StrictJson.newObject();
      records.get(i).cells().forEach(expected::set);
      assertEquals(expected, payload.path("cells"));
      assertEquals("x-1", payload.path("nonce").asText());
    }
    assertEquals(true, theirs.path("refused").path(0).asBoolean());
  }

  @Test
  void theReferenceLibraryReadsReceiptsAsWeDo() throws IOException {
    Peer peer = Peer.python("sd_jwt_peer.py", "sd_jwt");
    SignedReceipt.Claims claims =
        new SignedReceipt.Claims(
            "https://hefu.example",
            "cafe",
            Instant.parse("2026-03-01T10:00:00Z"),
            json("{\"@type\":\"dpv:ConsentReceipt\"}"));
    SignedReceipt own = SignedReceipt.issue(Signer.of(KEYS), claims, "person-1");
    ObjectNode ours = StrictJson.newObject();
    ours.set("key", KEYS.toPublic().keys().getFirst().toJson());
    ours.putArray("records").add(own.text()).add(own.withoutSubject().text());
    ours.putArray("altered").add("X" + own.text());

    JsonNode theirs = peer.answer(ours);
    assertEquals("person-1", theirs.path("payloads").path(0).path("sub").asText());
    assertEquals(false, theirs.path("payloads").path(1).has("sub"));
    for (JsonNode payload : theirs.path("payloads")) {
      assertEquals(claims.receipt(), payload.path("receipt"));
      assertEquals("cafe", payload.path("aud").asText());
    }
    assertEquals(true, theirs.path("refused").path(0).asBoolean());
  }
}
