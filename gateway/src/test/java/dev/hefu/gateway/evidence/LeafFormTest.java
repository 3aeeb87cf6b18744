package dev.hefu.gateway.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a leaf tells outsiders: nothing, and the same nothing whatever it is about. */
final class LeafFormTest {
  private static final Instant AT = Instant.parse("2026-05-17T08:30:00.123456Z");
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  @TempDir private Path folder;
  private TestLog log;
  private LeafForm form;

  @BeforeEach
  void open() throws Exception {
    log = new TestLog(folder);
    form = new LeafForm(TestLog.ORIGIN, log.tagKeys);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private Leaf leaf(UUID subject) {
    return form.of(TestLog.leaf(AT, subject, "granted").leaves().getFirst());
  }

  @Test
  void itIsCanonicalJson() {
    Leaf leaf = leaf(UUID.randomUUID());
    assertArrayEquals(CanonicalJson.bytes(StrictJson.trusted(leaf.bytes())), leaf.bytes());
    JsonNode json = StrictJson.trusted(leaf.bytes());
    assertEquals("2026-05-17T08:30:00.123Z", json.get("ts").textValue());
    assertEquals(LeafForm.VERSION, json.get("v").intValue());
  }

  @Test
  void everyLeafHasThreeTagsAndFiveDigestsThatDiffer() {
    LeafDraft empty =
        LeafDraft.change(LeafKind.EXCHANGE, AT, LeafDraft.Owners.NONE, "deny", Map.of());
    for (Leaf leaf : new Leaf[] {leaf(UUID.randomUUID()), form.of(empty)}) {
      JsonNode json = StrictJson.trusted(leaf.bytes());
      Set<String> values = new HashSet<>();
      json.get("tags").forEach(tag -> values.add(tag.textValue()));
      json.get("sd").forEach(digest -> values.add(digest.textValue()));
      assertEquals(3, json.get("tags").size());
      assertEquals(5, json.get("sd").size());
      assertEquals(8, values.size());
    }
  }

  @Test
  void leavesOfOneLengthCannotBeToldApart() {
    LeafDraft empty =
        LeafDraft.change(LeafKind.CONSENT, AT, LeafDraft.Owners.NONE, "denied", Map.of());
    assertEquals(leaf(UUID.randomUUID()).bytes().length, form.of(empty).bytes().length);
  }

  @Test
  void aDisclosureIsWhatItsDigestCommitsTo() {
    Leaf leaf = leaf(UUID.randomUUID());
    JsonNode digests = StrictJson.trusted(leaf.bytes()).get("sd");
    String disclosure = Objects.requireNonNull(leaf.disclosure(Group.DECISION));
    assertEquals(
        BASE64URL.encodeToString(Providers.sha256(disclosure.getBytes(UTF_8))),
        digests.get(Group.DECISION.position()).textValue());
    JsonNode triple = StrictJson.trusted(Base64.getUrlDecoder().decode(disclosure));
    assertEquals("decision", triple.get(1).textValue());
    assertEquals("granted", triple.get(2).get("outcome").textValue());
  }

  @Test
  void nothingOfTheSubjectStandsInTheLeafAndTwoLeavesShareNoValue() {
    UUID subject = UUID.randomUUID();
    Leaf one = leaf(subject);
    Leaf other = leaf(subject);
    assertFalse(new String(one.bytes(), UTF_8).contains(subject.toString()));
    Set<String> values = new HashSet<>();
    StrictJson.trusted(one.bytes()).get("tags").forEach(tag -> values.add(tag.textValue()));
    for (JsonNode tag : StrictJson.trusted(other.bytes()).get("tags")) {
      assertFalse(values.contains(tag.textValue()), "one owner's tags are linkable");
    }
  }

  @Test
  void whoHasTheKeyFindsTheOwnersLeaves() {
    UUID subject = UUID.randomUUID();
    Leaf leaf = leaf(subject);
    String tag =
        BASE64URL.encodeToString(
            LeafForm.tagOf(
                Objects.requireNonNull(log.tagKeys.ofSubject(subject)), leaf.draft().exchange()));
    JsonNode tags = StrictJson.trusted(leaf.bytes()).get("tags");
    assertEquals(tag, tags.get(0).textValue());
    assertNotEquals(tag, tags.get(1).textValue());
  }

  @Test
  void anOriginThatJsonWouldEscapeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LeafForm("say \"hello\"", log.tagKeys));
  }
}
