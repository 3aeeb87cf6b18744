package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a record is checked (RFC 9901, 7.1), stricter than the standard: every disclosure must be
 * used exactly once, and header and payload have the members that we write and no others.
 */
final class RecordReading {
  private static final int DIGEST_BYTES = 32;

  /** What stands in front of every record: whatever else did would be passed on unread. */
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  private RecordReading() {}

  static RecordCheck check(
      String text, Verifier provider, String audience, String nonce, boolean variants) {
    if (text.length() > SignedRecord.MAX_CHARS || !text.endsWith(SignedRecord.SEPARATOR)) {
      return invalid("the record is too long or does not end with a tilde");
    }
    List<String> parts =
        List.of(text.substring(0, text.length() - 1).split(SignedRecord.SEPARATOR, -1));
    if (parts.size() > 1 + SignedRecord.MAX_DISCLOSURES) {
      return invalid("the record has more than " + SignedRecord.MAX_DISCLOSURES + " disclosures");
    }
    if (!hasOurHeader(parts.getFirst())) {
      return invalid("the record's signed part has a header member that records do not have");
    }
    return switch (provider.jws(parts.getFirst(), SignedRecord.TYP)) {
      case JwsCheck.Invalid bad -> invalid(bad.reason());
      case JwsCheck.Valid good -> payload(parts, good.payload(), audience, nonce, variants);
    };
  }

  private static RecordCheck payload(
      List<String> parts, byte[] bytes, String audience, String nonce, boolean variants) {
    Optional<ObjectNode> payload = StrictJson.object(bytes).filter(RecordReading::hasOurForm);
    Optional<RecordHeader> header = payload.flatMap(RecordHeader::of);
    if (payload.isEmpty() || header.isEmpty()) {
      return invalid("the record's signed part does not have the form of a record");
    }
    if (!header.get().audience().equals(audience)) {
      return invalid("the record is for another audience");
    }
    if (!header.get().nonce().equals(nonce)) {
      return invalid("the record is for another exchange");
    }
    Optional<DisclosurePool> pool = DisclosurePool.of(parts.subList(1, parts.size()));
    if (pool.isEmpty()) {
      return invalid("a disclosure is malformed or occurs twice");
    }
    return cells(header.get(), parts, digests(payload.get()), pool.get(), variants);
  }

  private static boolean hasOurHeader(String signed) {
    return Base64Url.decode(signed.split("\\.", 2)[0])
        .flatMap(StrictJson::object)
        .filter(header -> header.propertyStream().map(Map.Entry::getKey).allMatch(HEADER::contains))
        .isPresent();
  }

  private static boolean hasOurForm(ObjectNode payload) {
    if (payload.size() != RecordHeader.MEMBERS + 2
        || !RecordIssue.HASH.equals(payload.path(RecordIssue.HASH_MEMBER).textValue())
        || !(payload.get(RecordIssue.CELLS) instanceof ObjectNode cells)
        || cells.size() != 1
        || !(cells.get(Cell.MEMBERS) instanceof ArrayNode digests)) {
      return false;
    }
    for (JsonNode digest : digests) {
      if (!digest.isTextual()
          || Base64Url.decode(digest.textValue()).orElse(new byte[0]).length != DIGEST_BYTES) {
        return false;
      }
    }
    return true;
  }

  private static ArrayNode digests(ObjectNode payload) {
    return (ArrayNode) payload.path(RecordIssue.CELLS).path(Cell.MEMBERS);
  }

  private static RecordCheck cells(
      RecordHeader header,
      List<String> parts,
      ArrayNode digests,
      DisclosurePool pool,
      boolean variants) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    Set<String> bases = new HashSet<>();
    for (JsonNode digest : digests) {
      if (!pool.place(digest.textValue())) {
        return invalid("a digest occurs twice");
      }
      Disclosure own = pool.take(digest.textValue());
      if (own == null) {
        continue;
      }
      Optional<Cell> cell = Cell.read(own, pool);
      if (cell.isEmpty() || cells.put(cell.get().name(), cell.get()) != null) {
        return invalid("a cell is malformed or occurs twice");
      }
      if (!bases.add(CellName.base(cell.get().name())) && !variants) {
        return invalid("two variants of one cell were released");
      }
    }
    return pool.left() == 0
        ? new RecordCheck.Valid(
            new SignedRecord(header, parts.getFirst(), Collections.unmodifiableMap(cells)))
        : invalid(pool.left() + " disclosures belong to no digest of the record");
  }

  private static RecordCheck.Invalid invalid(String reason) {
    return new RecordCheck.Invalid(reason);
  }
}
