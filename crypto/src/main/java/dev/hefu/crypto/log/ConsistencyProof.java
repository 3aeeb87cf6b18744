package dev.hefu.crypto.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The hashes that show that a tree is the beginning of a larger one (RFC 9162, 2.1.4).
 *
 * @param oldSize leaves of the smaller tree
 * @param newSize leaves of the larger tree
 * @param path empty if the sizes are equal or the smaller tree has no leaves
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
  /**
   * @throws IllegalArgumentException if the sizes are negative or shrink
   */
  public ConsistencyProof {
    if (oldSize < 0 || oldSize > newSize) {
      throw new IllegalArgumentException(
          "a tree of " + newSize + " has no beginning of " + oldSize + " leaves");
    }
    path = List.copyOf(path);
  }

  /** Whether the tree with the new root begins with the tree with the old root. */
  public boolean verify(Hash oldRoot, Hash newRoot) {
    if (oldSize == newSize) {
      return path.isEmpty() && oldRoot.equals(newRoot);
    }
    if (oldSize == 0) {
      return path.isEmpty() && oldRoot.equals(Hash.EMPTY_TREE);
    }
    Deque<Hash> rest = new ArrayDeque<>(path);
    if (Long.bitCount(oldSize) == 1) {
      rest.addFirst(oldRoot);
    }
    return !rest.isEmpty() && leadsTo(rest, oldRoot, newRoot);
  }

  private boolean leadsTo(Deque<Hash> rest, Hash oldRoot, Hash newRoot) {
    int common = Long.numberOfTrailingZeros(oldSize);
    long node = (oldSize - 1) >>> common;
    long last = (newSize - 1) >>> common;
    Hash old = rest.removeFirst();
    Hash now = old;
    for (Hash sibling : rest) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        old = Hash.ofNode(sibling, old);
        now = Hash.ofNode(sibling, now);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        now = Hash.ofNode(now, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && old.equals(oldRoot) && now.equals(newRoot);
  }
}
