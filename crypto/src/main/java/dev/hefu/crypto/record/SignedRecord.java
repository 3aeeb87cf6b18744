package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A provider's data about one person for one exchange, signed so that cells can be left out and the
 * signature still holds (SD-JWT, RFC 9901).
 *
 * <p>Each cell is a disclosure of its own, and so is each element of an array in a cell. How many
 * cells were left out cannot be counted: digests are padded to a multiple of {@value #DIGESTS_STEP}
 * by decoys, and sorted. Immutable.
 */
public final class SignedRecord {
  /** Large enough for the largest answer, small enough to hold many at once. */
  public static final int MAX_CHARS = 4 * 1024 * 1024;

  /** Cells and elements of one record, disclosed or not. */
  public static final int MAX_DISCLOSURES = 4_096;

  /** Digests come in multiples of this; most datasets have fewer cells. */
  public static final int DIGESTS_STEP = 16;

  /** The type in the header of the signed part. */
  public static final String TYP = "hefu-record+sd-jwt";

  static final String SEPARATOR = "~";

  private final RecordHeader header;
  private final String signed;
  private final Map<String, Cell> cells;

  SignedRecord(RecordHeader header, String signed, Map<String, Cell> cells) {
    this.header = header;
    this.signed = signed;
    this.cells = cells;
  }

  /**
   * Signs a record with all its cells disclosed.
   *
   * @param cells the fields of each cell by its name; a variant has the name of its mask behind a
   *     {@code #}
   * @return the text to send
   * @throws IllegalArgumentException if a name is no cell's, a member is named {@code _sd} or
   *     {@code ...}, or there are more than {@value #MAX_DISCLOSURES} cells and elements
   */
  public static String issue(Signer provider, RecordHeader header, Map<String, ObjectNode> cells) {
    return RecordIssue.sign(provider, header, cells).text();
  }

  /**
   * Checks a record as its consumer.
   *
   * <p>The caller compares {@link RecordHeader#issuer} with the owner of the verifier's keys.
   *
   * @param audience the one that the record must be for
   * @param nonce the exchange that the record must be for
   * @return invalid also if two variants of one cell were released
   */
  public static RecordCheck verify(String text, Verifier provider, String audience, String nonce) {
    return RecordReading.check(text, provider, audience, nonce, false);
  }

  /**
   * Checks a record as it came from its provider, who signs every variant of a cell; otherwise as
   * {@link #verify}.
   */
  public static RecordCheck verifyWithVariants(
      String text, Verifier provider, String audience, String nonce) {
    return RecordReading.check(text, provider, audience, nonce, true);
  }

  /** What every reader sees. */
  public RecordHeader header() {
    return header;
  }

  /** The names of the disclosed cells, in the order of the text. */
  public Set<String> cellNames() {
    return cells.keySet();
  }

  /** A copy of the disclosed cells' fields by name. */
  public Map<String, ObjectNode> cells() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    cells.forEach((name, cell) -> fields.put(name, cell.fields().deepCopy()));
    return fields;
  }

  /**
   * The same signed record with at most these cells disclosed; names that it does not have are
   * passed over.
   *
   * @throws IllegalArgumentException if two variants of one cell would be released
   */
  public SignedRecord project(Set<String> names) {
    Map<String, Cell> kept = new LinkedHashMap<>();
    cells.forEach(
        (name, cell) -> {
          if (names.contains(name)) {
            kept.put(name, cell);
          }
        });
    if (kept.keySet().stream().map(CellName::base).distinct().count() < kept.size()) {
      throw new IllegalArgumentException("two variants of one cell would be released");
    }
    return new SignedRecord(header, signed, Collections.unmodifiableMap(kept));
  }

  /** The text to send. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add(signed);
    cells.values().forEach(cell -> parts.addAll(cell.disclosures()));
    return String.join(SEPARATOR, parts) + SEPARATOR;
  }

  @Override
  public String toString() {
    return "SignedRecord " + header.nonce() + " " + cells.keySet();
  }
}
