package dev.hefu.gateway.audit;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.TileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log whose every byte a test can reach. */
final class MemoryLog implements PublishedLog {
  static final String ORIGIN = "test.example/log";
  private static final NoteSigner SIGNER = signer(ORIGIN, 1);

  final List<byte[]> leaves = new ArrayList<>();
  final Map<Integer, List<Hash>> hashes = new HashMap<>();
  String note;

  /** A log of so many leaves, every third of which is a consent and the others exchanges. */
  MemoryLog(int size) {
    List<Hash> added = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] leaf = leaf(i % 3 == 0 ? "consent" : "exchange", i);
      leaves.add(leaf);
      added.add(Hash.ofLeaf(leaf));
    }
    var appended = Frontier.EMPTY.append(added);
    hashes.put(0, added);
    appended
        .tileHashes()
        .forEach(
            node ->
                hashes.computeIfAbsent(node.level(), key -> new ArrayList<>()).add(node.hash()));
    note = new Checkpoint(ORIGIN, size, appended.root()).signed(SIGNER);
  }

  /** The hashes of one level of tiles, to be tampered with. */
  List<Hash> level(int level) {
    return hashes.computeIfAbsent(level, key -> new ArrayList<>());
  }

  static NoteVerifier key() {
    return SIGNER.verifier();
  }

  static NoteSigner signer(String name, int seed) {
    byte[] bytes = new byte[Secret.BYTES];
    bytes[0] = (byte) seed;
    return NoteSigner.of(name, Secret.of(bytes, SecretAccess.granted()));
  }

  static byte[] leaf(String kind, int number) {
    return """
    {"kind":"%s","origin":"%s","sd":["a","b","c","d","e"],"tags":["f","g","h"],"ts":"2026-01-01T00:00:00.000Z","v":1,"x":"%d"}\
    """
        .formatted(kind, ORIGIN, number)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String checkpoint() {
    return note;
  }

  @Override
  public byte[] tile(TileId tile) throws IOException {
    List<Hash> level = hashes.getOrDefault(tile.level(), List.of());
    if (tile.first() + tile.width() > level.size()) {
      throw new IOException("no such tile");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    level
        .subList((int) tile.first(), (int) tile.first() + tile.width())
        .forEach(hash -> bytes.writeBytes(hash.bytes()));
    return bytes.toByteArray();
  }

  @Override
  public byte[] entries(TileId tile) throws IOException {
    if (tile.first() + tile.width() > leaves.size()) {
      throw new IOException("no such leaves");
    }
    return EntryBundle.encode(
        leaves.subList((int) tile.first(), (int) tile.first() + tile.width()));
  }
}
