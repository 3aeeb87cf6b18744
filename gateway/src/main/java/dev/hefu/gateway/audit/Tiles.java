package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.TileId;
import java.util.ArrayList;
import java.util.List;

/** The tiles that a tree of a given size has. */
final class Tiles {
  private Tiles() {}

  /** All of them, from the leaves up, each level from left to right. */
  static List<TileId> of(long size) {
    List<TileId> tiles = new ArrayList<>();
    long hashes = size;
    for (int level = 0; level <= TileId.MAX_LEVEL && hashes > 0; level++) {
      for (long first = 0; first < hashes; first += TileId.FULL_WIDTH) {
        int width = (int) Math.min(TileId.FULL_WIDTH, hashes - first);
        tiles.add(new TileId(level, first / TileId.FULL_WIDTH, width));
      }
      hashes /= TileId.FULL_WIDTH;
    }
    return tiles;
  }
}
