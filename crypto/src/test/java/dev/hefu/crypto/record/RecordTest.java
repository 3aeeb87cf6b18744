package dev.hefu.crypto.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordTest {
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();
  private static final Signer PROVIDER = Signer.of(KEYS);
  private static final Verifier VERIFIER = Verifier.of(KEYS.toPublic());
  private static final String CONSUMER = "coffee-shop";
  private static final String EXCHANGE = "x-1";
  private static final RecordHeader HEADER =
      new RecordHeader(
          "bright-mall",
          CONSUMER,
          EXCHANGE,
          Instant.parse("2026-03-01T10:00:00Z"),
          "purchase-history",
          "1.0.0");
  private static final Map<String, ObjectNode> CELLS = cells();
  private static final String TEXT = SignedRecord.issue(PROVIDER, HEADER, CELLS);

  private static Map<String, ObjectNode> cells() {
    Map<String, ObjectNode> cells = new LinkedHashMap<>();
    cells.put("contact/PERSONAL", json("{\"email\":\"a@example.com\",\"tags\":[]}"));
    cells.put(
        "purchase/PERSONAL",
        json("{\"orders\":[{\"id\":\"o1\",\"total\":12.50},{\"id\":\"o2\",\"total\":7}],\"n\":2}"));
    cells.put("phone", json("{\"phone\":\"13800001234\"}"));
    cells.put("location/PERSONAL", json("{\"cities\":[\"上海\",\"成都\",[\"x\"]]}"));
    return cells;
  }

  private static ObjectNode json(String text) {
    return StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static RecordCheck check(String text) {
    return SignedRecord.verify(text, VERIFIER, CONSUMER, EXCHANGE);
  }

  private static SignedRecord valid(String text) {
    return assertInstanceOf(RecordCheck.Valid.class, check(text)).record();
  }

  private static void assertRefused(String text, String reason) {
    RecordCheck.Invalid invalid = assertInstanceOf(RecordCheck.Invalid.class, check(text));
    assertTrue(invalid.reason().contains(reason), invalid.reason());
  }

  private static List<String> parts(String text) {
    return new ArrayList<>(List.of(text.split("~")));
  }

  private static String text(List<String> parts) {
    return String.join("~", parts) + "~";
  }

  /** A record with a payload and disclosures of the test's own making, signed by the provider. */
  private static String forged(ObjectNode payload, List<String> disclosures) {
    List<String> parts = new ArrayList<>();
    parts.add(PROVIDER.jws(SignedRecord.TYP, StrictJson.bytes(payload)));
    parts.addAll(disclosures);
    return text(parts);
  }

  private static ObjectNode payloadWith(String... digests) {
    ObjectNode payload = HEADER.toJson().put("_sd_alg", "sha-256");
    ArrayNode array = payload.putObject("cells").putArray("_sd");
    List.of(digests).forEach(array::add);
    return payload;
  }

  private static String disclosure(String json) {
    return Base64Url.encodeUtf8(json.replace("SALT", "0123456789012345678901"));
  }

  private static String digest(String disclosure) {
    return Base64Url.encode(Providers.sha256(disclosure.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void assertCellRefused(String json, String reason) {
    String disclosure = disclosure(json);
    assertRefused(forged(payloadWith(digest(disclosure)), List.of(disclosure)), reason);
  }

  @Test
  void aRecordGivesBackItsHeaderAndCells() {
    SignedRecord record = valid(TEXT);
    assertEquals(HEADER, record.header());
    assertEquals(CELLS.keySet(), record.cellNames());
    assertEquals(CELLS, record.cells());
  }

  @Test
  void aRecordSignedWithEs256VerifiesToo() {
    PrivateKeySet keys = PrivateKeySet.generate(KeyType.ES256);
    String text = SignedRecord.issue(Signer.of(keys), HEADER, CELLS);
    RecordCheck check = SignedRecord.verify(text, Verifier.of(keys.toPublic()), CONSUMER, EXCHANGE);
    assertInstanceOf(RecordCheck.Valid.class, check);
  }

  @Property(tries = 100)
  void anySubsetOfCellsVerifies(@ForAll Set<@IntRange(max = 3) Integer> chosen) {
    List<String> names = List.copyOf(CELLS.keySet());
    Set<String> kept = chosen.stream().map(names::get).collect(Collectors.toSet());
    SignedRecord projected = valid(valid(TEXT).project(kept).text());
    assertEquals(kept, projected.cellNames());
    projected.cells().forEach((name, fields) -> assertEquals(CELLS.get(name), fields));
  }

  @Property(tries = 100)
  void anySubsetOfDisclosuresVerifiesInAnyOrder(@ForAll long seed) {
    List<String> parts = parts(TEXT);
    List<String> cells = new ArrayList<>();
    Random random = new Random(seed);
    SignedRecord whole = valid(TEXT);
    for (String name : CELLS.keySet()) {
      List<String> own = parts(whole.project(Set.of(name)).text());
      if (random.nextBoolean()) {
        cells.add(own.get(1));
        own.stream().skip(2).filter(element -> random.nextBoolean()).forEach(cells::add);
      }
    }
    Collections.shuffle(cells, random);
    cells.addFirst(parts.getFirst());
    SignedRecord record = valid(text(cells));
    assertEquals(new HashSet<>(cells), new HashSet<>(parts(record.text())));
  }

  @Property(tries = 500)
  void aRecordWithAnyCharacterChangedIsRefused(@ForAll @IntRange(max = 1_000_000) int any) {
    int place = any % TEXT.length();
    char other = TEXT.charAt(place) == 'A' ? 'B' : 'A';
    String changed = TEXT.substring(0, place) + other + TEXT.substring(place + 1);
    assertInstanceOf(RecordCheck.Invalid.class, check(changed));
  }

  /** Each bit of the signed part's bytes and of every disclosure's, and of the text itself. */
  @Property(tries = 500)
  void aRecordWithAnyBitFlippedIsRefused(@ForAll @IntRange(max = 10_000_000) int any) {
    String[] texts = TEXT.split("[.~]");
    int part = any % texts.length;
    byte[] bytes = Base64Url.decode(texts[part]).orElseThrow();
    int bit = any % (bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    String changed = TEXT.replace(texts[part], Base64Url.encode(bytes));
    assertInstanceOf(RecordCheck.Invalid.class, check(changed));
    byte[] text = TEXT.getBytes(StandardCharsets.ISO_8859_1);
    int place = any % (text.length * Byte.SIZE);
    text[place / Byte.SIZE] ^= (byte) (1 << place % Byte.SIZE);
    assertInstanceOf(
        RecordCheck.Invalid.class, check(new String(text, StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aDisclosureThatIsAddedDoubledOrMovedIsRefused() {
    List<String> added = parts(TEXT);
    added.add(disclosure("[\"SALT\",\"extra\",{}]"));
    assertRefused(text(added), "1 disclosures belong to no digest");

    List<String> doubled = parts(TEXT);
    doubled.add(doubled.getLast());
    assertRefused(text(doubled), "malformed or occurs twice");

    List<String> moved = parts(TEXT);
    moved.set(1, parts(SignedRecord.issue(PROVIDER, HEADER, CELLS)).get(1));
    assertInstanceOf(RecordCheck.Invalid.class, check(text(moved)));
  }

  @Test
  void anElementWithoutItsCellIsRefused() {
    List<String> parts = parts(valid(TEXT).project(Set.of("purchase/PERSONAL")).text());
    assertEquals(4, parts.size());
    parts.remove(1);
    assertRefused(text(parts), "2 disclosures belong to no digest");
  }

  @Test
  void elementsCanBeLeftOut() {
    List<String> parts = parts(valid(TEXT).project(Set.of("purchase/PERSONAL")).text());
    parts.remove(2);
    ObjectNode fields = valid(text(parts)).cells().get("purchase/PERSONAL");
    assertEquals(json("{\"orders\":[{\"id\":\"o2\",\"total\":7}],\"n\":2}"), fields);
  }

  @Test
  void aRecordForAnotherAudienceExchangeOrPurposeIsRefused() {
    assertInstanceOf(
        RecordCheck.Invalid.class, SignedRecord.verify(TEXT, VERIFIER, "other", EXCHANGE));
    assertInstanceOf(
        RecordCheck.Invalid.class, SignedRecord.verify(TEXT, VERIFIER, CONSUMER, "x-2"));
    Verifier stranger = Verifier.of(PrivateKeySet.generate().toPublic());
    assertInstanceOf(
        RecordCheck.Invalid.class, SignedRecord.verify(TEXT, stranger, CONSUMER, EXCHANGE));
    String other = PROVIDER.jws("hefu-answer+jws", StrictJson.bytes(payloadWith()));
    assertRefused(other + "~", "not of the type");
  }

  @Test
  void theNumberOfCellsIsHiddenByDecoys() {
    for (int cells : new int[] {0, 1, 16, 17}) {
      Map<String, ObjectNode> some =
          IntStream.range(0, cells)
              .boxed()
              .collect(Collectors.toMap(i -> "cell" + i, i -> json("{}")));
      String jws = parts(SignedRecord.issue(PROVIDER, HEADER, some)).getFirst();
      ObjectNode payload = CompactJws.parse(jws).orElseThrow().claims().orElseThrow();
      List<String> digests = new ArrayList<>();
      payload.path("cells").path("_sd").forEach(digest -> digests.add(digest.textValue()));
      assertEquals(cells <= 16 ? 16 : 32, digests.size());
      assertEquals(digests.stream().sorted().toList(), digests);
      assertEquals(digests.size(), new HashSet<>(digests).size());
    }
  }

  @Test
  void twoRecordsOfTheSameDataShareNoDigest() {
    Set<String> both = new HashSet<>(parts(TEXT));
    both.retainAll(parts(SignedRecord.issue(PROVIDER, HEADER, CELLS)));
    assertEquals(Set.of(), both);
  }

  @Test
  void aRecordWithoutCellsIsTheAnswerForAnUnknownSubject() {
    SignedRecord record = valid(SignedRecord.issue(PROVIDER, HEADER, Map.of()));
    assertEquals(Set.of(), record.cellNames());
  }

  @Test
  void ofTwoVariantsAtMostOneIsReleased() {
    Map<String, ObjectNode> cells = new LinkedHashMap<>();
    cells.put("phone", json("{\"phone\":\"13800001234\"}"));
    cells.put("phone#last4", json("{\"phone\":\"1234\"}"));
    String text = SignedRecord.issue(PROVIDER, HEADER, cells);
    assertRefused(text, "two variants");
    RecordCheck check = SignedRecord.verifyWithVariants(text, VERIFIER, CONSUMER, EXCHANGE);
    SignedRecord record = assertInstanceOf(RecordCheck.Valid.class, check).record();
    assertThrows(IllegalArgumentException.class, () -> record.project(cells.keySet()));
    SignedRecord masked = valid(record.project(Set.of("phone#last4")).text());
    assertEquals(Map.of("phone#last4", json("{\"phone\":\"1234\"}")), masked.cells());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[\"SALT\"]",
        "[\"SALT\",\"a\",{},1]",
        "[\"short\",\"a\",{}]",
        "[\"a salt of more than 64 characters, in which a whole sentence could be passed"
            + " on\",\"a\",{}]",
        "[1,\"a\",{}]",
        "[\"SALT\",1,{}]",
        "[\"SALT\",\"a\",{\"b\":1,\"b\":2}]",
        "\"SALT\"",
        ""
      })
  void aMalformedDisclosureIsRefusedEvenWhenItsDigestIsSigned(String json) {
    assertCellRefused(json, "malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"SALT\",{}]",
        "[\"SALT\",\"_sd\",{}]",
        "[\"SALT\",\"...\",{}]",
        "[\"SALT\",\"\",{}]",
        "[\"SALT\",\"a#\",{}]",
        "[\"SALT\",\"a#b#c\",{}]",
        "[\"SALT\",\"a\",1]",
        "[\"SALT\",\"a\",[]]",
        "[\"SALT\",\"a\",{\"_sd\":[]}]",
        "[\"SALT\",\"a\",{\"...\":\"x\"}]",
        "[\"SALT\",\"a\",{\"b\":{\"_sd\":[]}}]",
        "[\"SALT\",\"a\",{\"b\":[[{\"...\":\"x\"}]]}]",
        "[\"SALT\",\"a\",{\"b\":[{\"...\":\"x\",\"c\":1}]}]",
        "[\"SALT\",\"a\",{\"b\":[{\"...\":1}]}]",
        "[\"SALT\",\"a\",{\"b\":[{\"...\":\"x\"},{\"...\":\"x\"}]}]"
      })
  void aMalformedCellIsRefusedEvenWhenItsDigestIsSigned(String json) {
    assertCellRefused(json, "a cell is malformed");
  }

  @Test
  void aDigestThatStandsTwiceIsRefused() {
    String disclosure = disclosure("[\"SALT\",\"a\",{}]");
    String digest = digest(disclosure);
    assertRefused(forged(payloadWith(digest, digest), List.of(disclosure)), "digest occurs twice");
  }

  @Test
  void twoCellsOfOneNameAreRefused() {
    String one = disclosure("[\"SALT\",\"a\",{}]");
    String other = disclosure("[\"SALT2\",\"a\",{}]");
    String text = forged(payloadWith(digest(one), digest(other)), List.of(one, other));
    assertRefused(text, "occurs twice");
  }

  @Test
  void aNamedDisclosureIsNoElementAndAnElementIsNoCell() {
    String element = disclosure("[\"SALT\",\"b\",{}]");
    String cell = disclosure("[\"SALT\",\"a\",{\"b\":[{\"...\":\"" + digest(element) + "\"}]}]");
    assertRefused(forged(payloadWith(digest(cell)), List.of(cell, element)), "malformed");
  }

  @Test
  void aPayloadWithOtherMembersIsRefused() {
    assertInstanceOf(RecordCheck.Valid.class, check(forged(payloadWith(), List.of())));
    List<ObjectNode> wrong =
        List.of(
            payloadWith().put("extra", 1),
            payloadWith().put("_sd_alg", "sha-512"),
            payloadWith().put("iat", "now"),
            payloadWith().put("iat", 1.5),
            payloadWith().put("iat", -1),
            payloadWith().put("aud", 1),
            payloadWith().without("nonce"),
            payloadWith("short"),
            payloadWith().set("cells", json("{\"_sd\":[],\"a\":1}")),
            payloadWith().set("cells", json("{}")));
    for (ObjectNode payload : wrong) {
      assertRefused(forged(payload, List.of()), "form of a record");
    }
  }

  /** Members that readers must pass over (RFC 7515, 4.2) would carry whatever a provider likes. */
  @ParameterizedTest
  @ValueSource(strings = {"note", "cty", "x5c", "jku"})
  void aHeaderWithOtherMembersIsRefused(String member) {
    byte[] payload = StrictJson.bytes(payloadWith());
    ObjectNode header =
        json("{}").put("alg", "EdDSA").put("kid", PROVIDER.kid()).put("typ", SignedRecord.TYP);
    assertInstanceOf(RecordCheck.Valid.class, check(signed(header, payload)));
    assertRefused(signed(header.put(member, "13800001234"), payload), "header member");
  }

  private static String signed(ObjectNode header, byte[] payload) {
    String input = Base64Url.encode(StrictJson.bytes(header)) + "." + Base64Url.encode(payload);
    byte[] signature = PROVIDER.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64Url.encode(signature) + "~";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "~~", "a~", "a.b.c~"})
  void textThatIsNoRecordIsRefused(String text) {
    assertInstanceOf(RecordCheck.Invalid.class, check(text));
  }

  @Test
  void theClosingTildeIsNeededAndAKeyBindingIsNotTaken() {
    assertRefused(TEXT.substring(0, TEXT.length() - 1), "tilde");
    assertRefused(TEXT + PROVIDER.jws("kb+jwt", new byte[0]), "tilde");
    assertRefused(TEXT + "~", "malformed");
  }

  @Test
  void limitsHoldAtTheirEdge() {
    String array = "{\"a\":[" + "1,".repeat(SignedRecord.MAX_DISCLOSURES - 2) + "1]}";
    Map<String, ObjectNode> most = Map.of("a", json(array));
    assertEquals(1, valid(SignedRecord.issue(PROVIDER, HEADER, most)).cellNames().size());
    Map<String, ObjectNode> tooMany = Map.of("a", json(array.replaceFirst("1", "1,1")));
    assertThrows(
        IllegalArgumentException.class, () -> SignedRecord.issue(PROVIDER, HEADER, tooMany));
    assertRefused(TEXT + "A~".repeat(SignedRecord.MAX_DISCLOSURES), "more than");
    assertRefused("A".repeat(SignedRecord.MAX_CHARS) + "~", "too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"_sd\":1}", "{\"...\":1}", "{\"a\":[{\"b\":{\"...\":1}}]}"})
  void namesWithAMeaningInSdJwtAreNeverIssued(String fields) {
    Map<String, ObjectNode> cells = Map.of("a", json(fields));
    assertThrows(IllegalArgumentException.class, () -> SignedRecord.issue(PROVIDER, HEADER, cells));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_sd", "...", "a b", "a#B", "#a"})
  void aCellHasAPlainName(String name) {
    Map<String, ObjectNode> cells = Map.of(name, json("{}"));
    assertThrows(IllegalArgumentException.class, () -> SignedRecord.issue(PROVIDER, HEADER, cells));
  }
}
