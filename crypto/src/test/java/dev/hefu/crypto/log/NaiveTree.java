package dev.hefu.crypto.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tree as RFC 6962 defines it, by recursion over all leaves; slow and obvious. */
final class NaiveTree {
  private final List<Hash> leaves = new ArrayList<>();
  private final Map<List<Integer>, Hash> known = new HashMap<>();

  static NaiveTree of(int size) {
    NaiveTree tree = new NaiveTree();
    for (int i = 0; i < size; i++) {
      tree.leaves.add(leaf(i));
    }
    return tree;
  }

  static Hash leaf(long index) {
    return Hash.ofLeaf(("entry " + index).getBytes(StandardCharsets.UTF_8));
  }

  List<Hash> leaves(int from, int to) {
    return leaves.subList(from, to);
  }

  Hash root(int size) {
    return size == 0 ? Hash.EMPTY_TREE : hash(0, size);
  }

  private Hash hash(int from, int to) {
    Hash hash = known.get(List.of(from, to));
    if (hash == null) {
      hash =
          to - from == 1
              ? leaves.get(from)
              : Hash.ofNode(hash(from, middle(from, to)), hash(middle(from, to), to));
      known.put(List.of(from, to), hash);
    }
    return hash;
  }

  private static int middle(int from, int to) {
    int power = 1;
    while (power * 2 < to - from) {
      power *= 2;
    }
    return from + power;
  }

  List<Hash> inclusion(int index, int size) {
    return path(index, 0, size);
  }

  private List<Hash> path(int index, int from, int to) {
    if (to - from == 1) {
      return List.of();
    }
    int middle = middle(from, to);
    boolean left = index < middle;
    List<Hash> path = new ArrayList<>(left ? path(index, from, middle) : path(index, middle, to));
    path.add(left ? hash(middle, to) : hash(from, middle));
    return path;
  }

  List<Hash> consistency(int oldSize, int newSize) {
    return oldSize == 0 ? List.of() : subproof(oldSize, 0, newSize, true);
  }

  private List<Hash> subproof(int old, int from, int to, boolean whole) {
    if (old == to) {
      return whole ? List.of() : List.of(hash(from, to));
    }
    int middle = middle(from, to);
    boolean left = old <= middle;
    List<Hash> path =
        new ArrayList<>(
            left ? subproof(old, from, middle, whole) : subproof(old, middle, to, false));
    path.add(left ? hash(middle, to) : hash(from, middle));
    return path;
  }

  /** Tiles computed from all leaves, as a store would serve them. */
  byte[] tile(TileId tile) {
    byte[] bytes = new byte[tile.width() * Hash.BYTES];
    int span = 1 << (TileId.HEIGHT * tile.level());
    for (int i = 0; i < tile.width(); i++) {
      int from = Math.toIntExact((tile.first() + i) * span);
      hash(from, from + span).copyTo(bytes, i * Hash.BYTES);
    }
    return bytes;
  }
}
