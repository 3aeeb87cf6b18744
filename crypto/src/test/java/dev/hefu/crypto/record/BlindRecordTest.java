package dev.hefu.crypto.record;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BlindRecordTest {
  private static final PrivateKeySet PROVIDER = PrivateKeySet.generate();
  private static final PrivateKeySet CONSUMER = PrivateKeySet.generate();
  private static final PrivateKeySet GATEWAY =
      PrivateKeySet.generate(KeyType.ED25519, KeyType.X25519, KeyType.ECDH_P256);
  private static final RecordHeader HEADER = header("x-1");
  private static final Map<String, ObjectNode> CELLS = cells();
  private static final String TEXT = issue(HEADER, CELLS);

  private static RecordHeader header(String exchange) {
    Instant at = Instant.parse("2026-03-01T10:00:00Z");
    return new RecordHeader("mall", "cafe", exchange, at, "payment-profile", "1");
  }

  private static Map<String, ObjectNode> cells() {
    Map<String, ObjectNode> cells = new LinkedHashMap<>();
    cells.put("income", StrictJson.newObject().put("incomeBand", "20k-30k"));
    cells.put("habits", StrictJson.newObject().put("favouriteDrink", "coffee"));
    cells.put("phone", StrictJson.newObject().put("phone", "13800001234"));
    return cells;
  }

  private static String issue(RecordHeader header, Map<String, ObjectNode> cells) {
    return BlindRecord.issue(Signer.of(PROVIDER), header, CONSUMER.toPublic(), cells);
  }

  private static SignedRecord verified(String text, String exchange) {
    Verifier provider = Verifier.of(PROVIDER.toPublic());
    RecordCheck check = SignedRecord.verify(text, provider, "cafe", exchange);
    return assertInstanceOf(RecordCheck.Valid.class, check).record();
  }

  private static Optional<Map<String, ObjectNode>> opened(SignedRecord record) {
    return BlindRecord.open(record, Opener.of(CONSUMER));
  }

  /** A record of the provider's that holds the cells of others, as a careless one might sign it. */
  private static SignedRecord signedAgain(RecordHeader header, Map<String, ObjectNode> blind) {
    return verified(SignedRecord.issue(Signer.of(PROVIDER), header, blind), header.nonce());
  }

  @Test
  void theConsumerReadsEveryCell() {
    assertEquals(Optional.of(CELLS), opened(verified(TEXT, "x-1")));
  }

  @Property(tries = 50)
  void theGatewayDropsCellsThatItCannotRead(@ForAll Set<@IntRange(max = 2) Integer> chosen) {
    List<String> names = List.copyOf(CELLS.keySet());
    Set<String> kept = new HashSet<>();
    chosen.forEach(index -> kept.add(names.get(index)));
    SignedRecord projected = BlindRecord.project(verified(TEXT, "x-1"), kept);
    Map<String, ObjectNode> fields = opened(verified(projected.text(), "x-1")).orElseThrow();
    assertEquals(kept, fields.keySet());
    fields.forEach((name, cell) -> assertEquals(CELLS.get(name), cell));
  }

  @Test
  void noKeyOfTheGatewayOpensACellAndNothingReadableIsInTheText() {
    SignedRecord record = verified(TEXT, "x-1");
    assertEquals(Optional.empty(), BlindRecord.open(record, Opener.of(GATEWAY)));
    assertEquals(Optional.empty(), BlindRecord.open(record, Opener.of(PROVIDER)));
    StringBuilder readable = new StringBuilder();
    for (String part : TEXT.split("[~.]", -1)) {
      byte[] bytes = Base64Url.decode(part).orElseThrow();
      readable.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    assertTrue(readable.indexOf("income") >= 0); // names are for the gateway to see
    for (String secret : List.of("incomeBand", "20k-30k", "coffee", "favouriteDrink", "1380000")) {
      assertFalse(readable.indexOf(secret) >= 0, secret);
    }
  }

  @Test
  void withoutItsBaseKeyNothingOpens() {
    SignedRecord record = verified(TEXT, "x-1");
    assertEquals(Optional.empty(), opened(record.project(Set.of("income"))));
  }

  @Test
  void aCellUnderAnotherNameDoesNotOpen() {
    Map<String, ObjectNode> blind = verified(TEXT, "x-1").cells();
    ObjectNode income = requireNonNull(blind.get("income"));
    ObjectNode habits = requireNonNull(blind.get("habits"));
    blind.put("income", habits);
    blind.put("habits", income);
    assertEquals(Optional.empty(), opened(signedAgain(HEADER, blind)));
  }

  @Test
  void aCellInAnotherRecordDoesNotOpen() {
    Map<String, ObjectNode> blind = verified(TEXT, "x-1").cells();
    assertTrue(opened(signedAgain(HEADER, blind)).isPresent());
    assertEquals(Optional.empty(), opened(signedAgain(header("x-2"), blind)));
  }

  @Test
  void aCellWithAnyBitFlippedDoesNotOpen() {
    Map<String, ObjectNode> blind = verified(TEXT, "x-1").cells();
    byte[] sealed =
        Base64Url.decode(requireNonNull(blind.get("phone")).path("sealed").asText()).orElseThrow();
    for (int place = 0; place < sealed.length; place++) {
      byte[] changed = sealed.clone();
      changed[place] ^= 4;
      blind.put("phone", StrictJson.newObject().put("sealed", Base64Url.encode(changed)));
      assertEquals(Optional.empty(), opened(signedAgain(HEADER, blind)));
    }
  }

  @Test
  void anOrdinaryRecordIsNoBlindOne() {
    assertEquals(Optional.empty(), opened(signedAgain(HEADER, CELLS)));
    Map<String, ObjectNode> taken = Map.of(BlindRecord.KEY_CELL, StrictJson.newObject());
    assertThrows(IllegalArgumentException.class, () -> issue(HEADER, taken));
  }
}
