package dev.hefu.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.log.Appended;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.TileHash;
import dev.hefu.crypto.log.TileId;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Builds the tree anew from the leaves of a published log and compares every hash on the way with
 * what is published, up to the signed root. Use one per check.
 */
public final class LogAudit {
  private static final int DIGESTS = 5;
  private static final int TAGS = 3;

  private final PublishedLog log;
  private final NoteVerifier key;
  private final TreeMap<String, Long> leaves = new TreeMap<>();
  private final Map<Integer, List<Hash>> nodes = new HashMap<>();
  private Frontier frontier = Frontier.EMPTY;

  private LogAudit(PublishedLog log, NoteVerifier key) {
    this.log = log;
    this.key = key;
  }

  /**
   * Checks everything under the newest checkpoint. Memory is bounded by the hashes above level 0.
   *
   * @throws IOException if the checkpoint cannot be read
   */
  public static Report check(PublishedLog log, NoteVerifier key) throws IOException {
    return new LogAudit(log, key).check();
  }

  private Report check() throws IOException {
    Optional<Checkpoint> signed = Checkpoint.verified(log.checkpoint(), key);
    if (signed.isEmpty()) {
      return unsound(
          OptionalLong.empty(),
          Report.Fault.CHECKPOINT,
          "the checkpoint is not signed by " + key.vkey());
    }
    Checkpoint checkpoint = signed.get();
    for (TileId tile : Tiles.of(checkpoint.size())) {
      Optional<Report> fault = tile.level() == 0 ? checkLeaves(tile) : checkNodes(tile);
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    if (!frontier.root().equals(checkpoint.root())) {
      return unsound(
          OptionalLong.empty(),
          Report.Fault.ROOT,
          "leaves and tiles agree with each other, but their root is not the signed one");
    }
    return new Report.Sound(checkpoint, leaves);
  }

  private Optional<Report> checkLeaves(TileId tile) {
    byte[] published;
    Optional<List<byte[]>> bundle;
    try {
      published = log.tile(tile);
      bundle = EntryBundle.decode(log.entries(tile), tile.width());
    } catch (IOException missing) {
      return missing(tile, missing);
    }
    if (bundle.isEmpty()) {
      return Optional.of(
          unsound(
              OptionalLong.of(tile.first()),
              Report.Fault.LEAF,
              "the bundle from this leaf on does not hold %d leaves".formatted(tile.width())));
    }
    List<Hash> hashes = new ArrayList<>();
    for (byte[] entry : bundle.get()) {
      long index = tile.first() + hashes.size();
      Hash hash = Hash.ofLeaf(entry);
      if (!hash.equals(hashAt(published, hashes.size()))) {
        return Optional.of(
            unsound(
                OptionalLong.of(index),
                Report.Fault.LEAF,
                "the leaf's bytes do not have the hash in the tile"));
      }
      Optional<String> malformed = count(entry);
      if (malformed.isPresent()) {
        return Optional.of(unsound(OptionalLong.of(index), Report.Fault.LEAF, malformed.get()));
      }
      hashes.add(hash);
    }
    grow(hashes);
    return Optional.empty();
  }

  private Optional<Report> checkNodes(TileId tile) {
    byte[] published;
    try {
      published = log.tile(tile);
    } catch (IOException missing) {
      return missing(tile, missing);
    }
    List<Hash> computed = nodes.getOrDefault(tile.level(), List.of());
    for (int i = 0; i < tile.width(); i++) {
      long position = tile.first() + i;
      if (!computed.get((int) position).equals(hashAt(published, i))) {
        long leavesBelow = 1L << (8 * tile.level());
        return Optional.of(
            unsound(
                OptionalLong.of(position * leavesBelow),
                Report.Fault.TILE,
                "the tile of level %d does not have the hash of the %d leaves from this one on"
                    .formatted(tile.level(), leavesBelow)));
      }
    }
    return Optional.empty();
  }

  private void grow(List<Hash> hashes) {
    Appended appended = frontier.append(hashes);
    for (TileHash node : appended.tileHashes()) {
      nodes.computeIfAbsent(node.level(), level -> new ArrayList<>()).add(node.hash());
    }
    frontier = appended.frontier();
  }

  /** Counts the leaf by kind, or says what is wrong with its form. */
  private Optional<String> count(byte[] entry) {
    return switch (StrictJson.read(entry, EntryBundle.MAX_ENTRY_BYTES)) {
      case JsonReading.Refused refused ->
          Optional.of("the leaf is not strict JSON: " + refused.detail());
      case JsonReading.Value(JsonNode leaf) -> count(leaf);
    };
  }

  private Optional<String> count(JsonNode leaf) {
    boolean wellFormed =
        leaf.path("v").asInt() == 1
            && leaf.path("origin").asText().equals(key.name())
            && leaf.path("sd").size() == DIGESTS
            && leaf.path("tags").size() == TAGS;
    if (!wellFormed) {
      return Optional.of("the leaf is not one of this log's format");
    }
    leaves.merge(leaf.path("kind").asText(), 1L, Long::sum);
    return Optional.empty();
  }

  private static Hash hashAt(byte[] tile, int position) {
    int from = position * Hash.BYTES;
    return Hash.of(Arrays.copyOfRange(tile, from, from + Hash.BYTES));
  }

  private static Optional<Report> missing(TileId tile, IOException cause) {
    return Optional.of(
        unsound(
            OptionalLong.of(tile.first() << (8 * tile.level())),
            Report.Fault.MISSING,
            tile.path() + " cannot be read: " + cause.getMessage()));
  }

  private static Report unsound(OptionalLong index, Report.Fault fault, String what) {
    return new Report.Unsound(index, fault, what);
  }
}
