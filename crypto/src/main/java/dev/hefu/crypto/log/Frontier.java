package dev.hefu.crypto.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree: its size and the roots of its perfect subtrees, largest first. It is
 * all that appending needs.
 *
 * @param size the number of leaves
 * @param peaks one hash for each bit that is set in the size, from the highest bit down
 */
public record Frontier(long size, List<Hash> peaks) {
  /** The tree without leaves. */
  public static final Frontier EMPTY = new Frontier(0, List.of());

  /** Far above any real log, far below an overflow of a sum of two sizes. */
  public static final long MAX_SIZE = 1L << 56;

  /**
   * @throws IllegalArgumentException if the size is out of range or the peaks are not as many as
   *     its set bits
   */
  public Frontier {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a tree has 0 to " + MAX_SIZE + " leaves, this has " + size);
    }
    peaks = List.copyOf(peaks);
    if (peaks.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of "
              + size
              + " leaves has "
              + Long.bitCount(size)
              + " peaks, not "
              + peaks.size());
    }
  }

  /**
   * The tree after these leaves, in this order.
   *
   * <p>Costs at most {@code leaves + log2(size)} node hashes, the proofs of all new leaves
   * included.
   */
  public Appended append(List<Hash> leaves) {
    return Appended.to(this, leaves);
  }

  /** The tree's root; {@link Hash#EMPTY_TREE} if it has no leaves. */
  public Hash root() {
    if (peaks.isEmpty()) {
      return Hash.EMPTY_TREE;
    }
    Hash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Hash.ofNode(peaks.get(i), root);
    }
    return root;
  }

  /** The root of the perfect subtree of this height, which the size must have a bit for. */
  Hash peak(int height) {
    return peaks.get(Long.bitCount(size >>> (height + 1)));
  }

  /** The form for storage: the size as eight bytes, big-endian, then the peaks. */
  public byte[] bytes() {
    byte[] bytes = new byte[Long.BYTES + peaks.size() * Hash.BYTES];
    ByteBuffer.wrap(bytes).putLong(size);
    for (int i = 0; i < peaks.size(); i++) {
      peaks.get(i).copyTo(bytes, Long.BYTES + i * Hash.BYTES);
    }
    return bytes;
  }

  /**
   * The frontier that {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException if the bytes are not such a form
   */
  public static Frontier parse(byte[] bytes) {
    if (bytes.length < Long.BYTES || (bytes.length - Long.BYTES) % Hash.BYTES != 0) {
      throw new IllegalArgumentException("no frontier has " + bytes.length + " bytes");
    }
    List<Hash> peaks = new ArrayList<>();
    for (int at = Long.BYTES; at < bytes.length; at += Hash.BYTES) {
      peaks.add(Hash.of(bytes, at, Hash.BYTES));
    }
    return new Frontier(ByteBuffer.wrap(bytes).getLong(), peaks);
  }
}
