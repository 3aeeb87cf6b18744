package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a provider makes and signs a record. */
final class RecordIssue {
  static final String HASH_MEMBER = "_sd_alg";
  static final String HASH = "sha-256";
  static final String CELLS = "cells";

  private static final int DECOY_BYTES = 32;

  private RecordIssue() {}

  static SignedRecord sign(Signer provider, RecordHeader header, Map<String, ObjectNode> fields) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    fields.forEach((name, cell) -> cells.put(name, Cell.issue(checked(name, cell), cell)));
    int count = cells.values().stream().mapToInt(cell -> cell.disclosures().size()).sum();
    if (count > SignedRecord.MAX_DISCLOSURES) {
      throw new IllegalArgumentException(
          "a record has at most %d cells and elements, this has %d"
              .formatted(SignedRecord.MAX_DISCLOSURES, count));
    }
    ObjectNode payload = header.toJson().put(HASH_MEMBER, HASH);
    ArrayNode digests = payload.putObject(CELLS).putArray(Cell.MEMBERS);
    padded(cells.values().stream().map(RecordIssue::digest).toList()).forEach(digests::add);
    String signed = provider.jws(SignedRecord.TYP, StrictJson.bytes(payload));
    return new SignedRecord(header, signed, Collections.unmodifiableMap(cells));
  }

  private static String checked(String name, ObjectNode cell) {
    if (!CellName.isName(name)) {
      throw new IllegalArgumentException("not a name of a cell: " + name);
    }
    if (!Cell.isPlain(cell)) {
      throw new IllegalArgumentException("a member of the cell " + name + " is named _sd or ...");
    }
    return name;
  }

  private static String digest(Cell cell) {
    byte[] text = cell.disclosures().getFirst().getBytes(StandardCharsets.US_ASCII);
    return Base64Url.encode(Providers.sha256(text));
  }

  /** The digests with decoys among them, in an order that tells nothing. */
  private static List<String> padded(List<String> digests) {
    int step = SignedRecord.DIGESTS_STEP;
    int count = Math.max(1, (digests.size() + step - 1) / step) * step;
    List<String> all = new ArrayList<>(digests);
    while (all.size() < count) {
      all.add(Base64Url.encode(Providers.randomBytes(DECOY_BYTES)));
    }
    Collections.sort(all);
    return all;
  }
}
