package dev.hefu.crypto.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A tree just after a batch of leaves: its new frontier and root, the proof of every new leaf, and
 * the hashes that tiles above the leaves gain. Made from the old frontier and the batch alone.
 */
public final class Appended {
  private final Frontier before;
  private final Frontier after;

  /** The nodes that the batch completed, by height; the leaves themselves are height 0. */
  private final List<Hash[]> completed;

  /** The hash over this peak and all smaller ones, for each peak of the new frontier. */
  private final Hash[] tails;

  private Appended(Frontier before, Frontier after, List<Hash[]> completed, Hash[] tails) {
    this.before = before;
    this.after = after;
    this.completed = completed;
    this.tails = tails;
  }

  static Appended to(Frontier before, List<Hash> leaves) {
    long size = Math.addExact(before.size(), leaves.size());
    List<Hash[]> completed = complete(before, size, leaves);
    List<Hash> peaks = new ArrayList<>(Long.bitCount(size));
    for (int height = 63; height >= 0; height--) {
      if ((size >>> height & 1) == 1) {
        peaks.add(node(before, completed, height, (size >>> height) - 1));
      }
    }
    Hash[] tails = peaks.toArray(Hash[]::new);
    for (int i = tails.length - 2; i >= 0; i--) {
      tails[i] = Hash.ofNode(tails[i], tails[i + 1]);
    }
    return new Appended(before, new Frontier(size, peaks), completed, tails);
  }

  private static List<Hash[]> complete(Frontier before, long size, List<Hash> leaves) {
    List<Hash[]> completed = new ArrayList<>();
    completed.add(leaves.toArray(Hash[]::new));
    for (int height = 1; (size >>> height) > (before.size() >>> height); height++) {
      long first = before.size() >>> height;
      Hash[] nodes = new Hash[Math.toIntExact((size >>> height) - first)];
      for (int i = 0; i < nodes.length; i++) {
        long left = 2 * (first + i);
        nodes[i] =
            Hash.ofNode(
                node(before, completed, height - 1, left),
                node(before, completed, height - 1, left + 1));
      }
      completed.add(nodes);
    }
    return completed;
  }

  /** A node that is either new or, being the last old one of its height, a peak. */
  private static Hash node(Frontier before, List<Hash[]> completed, int height, long index) {
    long first = before.size() >>> height;
    return index < first
        ? before.peak(height)
        : completed.get(height)[Math.toIntExact(index - first)];
  }

  /** The tree's right edge now. */
  public Frontier frontier() {
    return after;
  }

  /** The tree's size now. */
  public long size() {
    return after.size();
  }

  /** The tree's root now. */
  public Hash root() {
    return tails.length == 0 ? Hash.EMPTY_TREE : tails[0];
  }

  /**
   * The proof that a leaf of the batch is in the tree as it is now.
   *
   * @param position of the leaf in the batch, from 0
   * @throws IndexOutOfBoundsException if the batch has no such leaf
   */
  public InclusionProof proof(int position) {
    Objects.checkIndex(position, completed.getFirst().length);
    long index = before.size() + position;
    int peak = 0;
    int height = 63 - Long.numberOfLeadingZeros(after.size());
    long start = 0;
    while (index >= start + (1L << height)) {
      start += 1L << height;
      height = 63 - Long.numberOfLeadingZeros(after.size() - start);
      peak++;
    }
    List<Hash> path = new ArrayList<>(height + tails.length);
    for (int h = 0; h < height; h++) {
      path.add(node(before, completed, h, index >>> h ^ 1));
    }
    if (peak + 1 < tails.length) {
      path.add(tails[peak + 1]);
    }
    for (int i = peak - 1; i >= 0; i--) {
      path.add(after.peaks().get(i));
    }
    return new InclusionProof(index, after.size(), path);
  }

  /**
   * The hashes that the batch adds to tiles of level 1 and above, lower levels first; the new
   * leaves' hashes are what it adds to level 0.
   */
  public List<TileHash> tileHashes() {
    List<TileHash> hashes = new ArrayList<>();
    for (int height = TileId.HEIGHT; height < completed.size(); height += TileId.HEIGHT) {
      long first = before.size() >>> height;
      Hash[] nodes = completed.get(height);
      for (int i = 0; i < nodes.length; i++) {
        hashes.add(new TileHash(height / TileId.HEIGHT, first + i, nodes[i]));
      }
    }
    return hashes;
  }

  /** The node hashes that were computed. */
  int nodeHashes() {
    int inner = completed.stream().skip(1).mapToInt(nodes -> nodes.length).sum();
    return inner + Math.max(0, tails.length - 1);
  }

  @Override
  public String toString() {
    return "Appended" + Arrays.asList(before.size(), after.size());
  }
}
