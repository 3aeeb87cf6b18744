package dev.hefu.crypto.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A tree of a given size whose hashes are read from stored tiles, one tile at most once.
 *
 * <p>For one request and one thread. It trusts the tiles: what it builds proves something only
 * against a root from a verified checkpoint.
 */
public final class StoredTree {
  private final long size;
  private final Function<TileId, byte[]> tiles;
  private final Map<TileId, byte[]> read = new HashMap<>();

  /**
   * A tree over stored tiles.
   *
   * @param size the number of leaves
   * @param tiles gives the bytes of a tile: exactly {@link TileId#width} hashes from {@link
   *     TileId#first} on. A tile that was stored wider must be cut.
   */
  public StoredTree(long size, Function<TileId, byte[]> tiles) {
    if (size < 0 || size > Frontier.MAX_SIZE) {
      throw new IllegalArgumentException("no tree has " + size + " leaves");
    }
    this.size = size;
    this.tiles = tiles;
  }

  /** The tree's root. */
  public Hash root() {
    return size == 0 ? Hash.EMPTY_TREE : hash(0, size);
  }

  /** The tree's right edge. */
  public Frontier frontier() {
    List<Hash> peaks = new ArrayList<>();
    for (int height = 63; height >= 0; height--) {
      if ((size >>> height & 1) == 1) {
        peaks.add(node(height, (size >>> height) - 1));
      }
    }
    return new Frontier(size, peaks);
  }

  /**
   * The proof that a leaf is in the tree.
   *
   * @throws IllegalArgumentException if the tree has no such leaf
   */
  public InclusionProof inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    List<Hash> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.addFirst(hash(middle, to));
        to = middle;
      } else {
        path.addFirst(hash(from, middle));
        from = middle;
      }
    }
    return new InclusionProof(index, size, path);
  }

  /**
   * The proof that the tree begins with the tree of a smaller size (RFC 6962, 2.1.2).
   *
   * @throws IllegalArgumentException if the old size is negative or above the tree's
   */
  public ConsistencyProof consistency(long oldSize) {
    if (oldSize < 0 || oldSize > size) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has no beginning of " + oldSize + " leaves");
    }
    List<Hash> path = new ArrayList<>();
    if (oldSize > 0) {
      long from = 0;
      long to = size;
      while (to > oldSize) {
        long middle = from + split(to - from);
        if (oldSize <= middle) {
          path.addFirst(hash(middle, to));
          to = middle;
        } else {
          path.addFirst(hash(from, middle));
          from = middle;
        }
      }
      if (from > 0) {
        path.addFirst(hash(from, to));
      }
    }
    return new ConsistencyProof(oldSize, size, path);
  }

  /** The largest power of two below a number of leaves above one. */
  private static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }

  /** The hash over the leaves of a range as the tree's recursion cuts them. */
  private Hash hash(long from, long to) {
    long leaves = to - from;
    if (Long.bitCount(leaves) == 1) {
      int height = Long.numberOfTrailingZeros(leaves);
      return node(height, from >>> height);
    }
    long middle = from + split(leaves);
    return Hash.ofNode(hash(from, middle), hash(middle, to));
  }

  private Hash node(int height, long index) {
    int level = height / TileId.HEIGHT;
    int rise = height % TileId.HEIGHT;
    long first = index << rise;
    TileId tile = TileId.holding(level, first, size);
    byte[] bytes = read.computeIfAbsent(tile, this::read);
    return fold(bytes, (int) (first - tile.first()), 1 << rise);
  }

  private static Hash fold(byte[] tile, int from, int count) {
    if (count == 1) {
      return Hash.of(tile, from * Hash.BYTES, Hash.BYTES);
    }
    int half = count / 2;
    return Hash.ofNode(fold(tile, from, half), fold(tile, from + half, half));
  }

  private byte[] read(TileId tile) {
    byte[] bytes = tiles.apply(tile);
    if (bytes.length != tile.width() * Hash.BYTES) {
      throw new IllegalStateException(
          tile.path() + " has " + bytes.length + " bytes, not " + tile.width() * Hash.BYTES);
    }
    return bytes;
  }
}
