package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record whose cells only the consumer can read: the gateway sees names, drops cells that are not
 * permitted, and holds no key that opens one.
 *
 * <p>It is a {@link SignedRecord} like any other, so the provider's signature covers the name and
 * ciphertext of each cell, the audience and the exchange. A base key is sealed to the consumer in
 * the cell {@value #KEY_CELL}; each cell is encrypted under a key derived for its name, bound to
 * the record's header, so that a ciphertext under another name or in another record does not open.
 */
public final class BlindRecord {
  /** The cell that carries the base key and goes with every projection. */
  public static final String KEY_CELL = "blind-key";

  private static final String KEY_MEMBER = "key";
  private static final String CELL_MEMBER = "sealed";
  private static final String KEY_TYPE = "hefu-blind-key";
  private static final byte[] NO_SALT = {};

  /** Each derived key encrypts one cell of one record. */
  private static final byte[] ONLY_NONCE = new byte[AesGcm.NONCE_BYTES];

  private BlindRecord() {}

  /**
   * Encrypts the cells to the consumer and signs the record.
   *
   * @throws IllegalArgumentException as {@link SignedRecord#issue}, or if a cell is named {@value
   *     #KEY_CELL}, or the consumer has no key for encryption
   */
  public static String issue(
      Signer provider, RecordHeader header, PublicKeySet consumer, Map<String, ObjectNode> cells) {
    if (cells.containsKey(KEY_CELL)) {
      throw new IllegalArgumentException("the cell " + KEY_CELL + " is made here");
    }
    byte[] base = Providers.randomBytes(Secret.BYTES);
    Map<String, ObjectNode> blind = new LinkedHashMap<>();
    blind.put(
        KEY_CELL, StrictJson.newObject().put(KEY_MEMBER, Sealer.to(consumer).seal(base, KEY_TYPE)));
    cells.forEach(
        (name, fields) -> {
          byte[] sealed =
              AesGcm.seal(
                  cellKey(base, name), ONLY_NONCE, StrictJson.bytes(fields), place(header, name));
          blind.put(name, StrictJson.newObject().put(CELL_MEMBER, Base64Url.encode(sealed)));
        });
    Arrays.fill(base, (byte) 0);
    return SignedRecord.issue(provider, header, blind);
  }

  /** The same record with at most these cells, and the base key for its consumer. */
  public static SignedRecord project(SignedRecord record, Set<String> names) {
    Set<String> kept = new HashSet<>(names);
    kept.add(KEY_CELL);
    return record.project(kept);
  }

  /**
   * The fields of the released cells by name.
   *
   * @param record that was verified as its consumer
   * @return empty if the base key or any cell does not open
   */
  public static Optional<Map<String, ObjectNode>> open(SignedRecord record, Opener consumer) {
    Map<String, ObjectNode> cells = record.cells();
    ObjectNode keyCell = cells.remove(KEY_CELL);
    Optional<byte[]> base =
        Optional.ofNullable(keyCell)
            .flatMap(cell -> consumer.open(cell.path(KEY_MEMBER).asText("")))
            .filter(bytes -> bytes.length == Secret.BYTES);
    if (base.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ObjectNode> opened = new LinkedHashMap<>();
    for (Map.Entry<String, ObjectNode> cell : cells.entrySet()) {
      String name = cell.getKey();
      Optional<ObjectNode> fields =
          Base64Url.decode(cell.getValue().path(CELL_MEMBER).asText(""))
              .flatMap(
                  ciphertext ->
                      AesGcm.open(
                          cellKey(base.get(), name),
                          ONLY_NONCE,
                          ciphertext,
                          place(record.header(), name)))
              .flatMap(StrictJson::object);
      if (fields.isEmpty()) {
        return Optional.empty();
      }
      opened.put(name, fields.get());
    }
    return Optional.of(opened);
  }

  private static byte[] cellKey(byte[] base, String name) {
    byte[] info = ("hefu/blind/" + name).getBytes(StandardCharsets.UTF_8);
    return KeyDerivation.hkdf(base, NO_SALT, info, AesGcm.KEY_BYTES);
  }

  /** The digest of the header as it is signed, then the cell's name. */
  private static byte[] place(RecordHeader header, String name) {
    byte[] digest = Providers.sha256(StrictJson.bytes(header.toJson()));
    byte[] cell = name.getBytes(StandardCharsets.UTF_8);
    byte[] place = Arrays.copyOf(digest, digest.length + cell.length);
    System.arraycopy(cell, 0, place, digest.length, cell.length);
    return place;
  }
}
