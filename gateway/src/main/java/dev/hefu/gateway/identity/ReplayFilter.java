package dev.hefu.gateway.identity;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers the proofs that this node has taken for as long as they could be taken again. Bounded:
 * rather than forget one, it refuses new ones.
 *
 * <p>A proof belongs to the slice of time of its {@code iat}; a slice is dropped as a whole when
 * all of it is too old, and nothing older than a dropped slice or than this process is taken, even
 * if the clock is set back.
 */
final class ReplayFilter {
  /** 3,000 requests a second over the whole window; 64 bytes each. */
  static final int MAX_PROOFS = 1 << 18;

  private static final long SLICE_SECONDS = 10;

  private final ConcurrentMap<Long, Set<Seen>> slices = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final long windowSeconds;
  private volatile long floor;

  /** What stands for a proof: 128 bits of the digest of its key and its id. */
  private record Seen(long high, long low) {}

  /** What came of offering a proof. */
  enum Verdict {
    FIRST,
    REPLAYED,
    TOO_OLD,
    FULL
  }

  /**
   * An empty filter.
   *
   * @param startSeconds when this process began; an earlier one may have taken older proofs
   * @param windowSeconds how old a proof may be
   */
  ReplayFilter(long startSeconds, long windowSeconds) {
    this.floor = startSeconds;
    this.windowSeconds = windowSeconds;
  }

  /**
   * Takes a proof once.
   *
   * @param digest at least 16 bytes that stand for the proof's key and id
   * @param issuedAt its {@code iat} in seconds
   */
  Verdict offer(byte[] digest, long issuedAt, long nowSeconds) {
    drop(nowSeconds);
    if (issuedAt < floor) {
      return Verdict.TOO_OLD;
    }
    if (count.incrementAndGet() > MAX_PROOFS) {
      count.decrementAndGet();
      return Verdict.FULL;
    }
    ByteBuffer bits = ByteBuffer.wrap(digest);
    Seen seen = new Seen(bits.getLong(), bits.getLong());
    Set<Seen> slice =
        slices.computeIfAbsent(
            Math.floorDiv(issuedAt, SLICE_SECONDS), at -> ConcurrentHashMap.newKeySet());
    if (slice.add(seen)) {
      // A slice that was dropped meanwhile is below the floor by now, and so is this proof.
      return issuedAt < floor ? Verdict.TOO_OLD : Verdict.FIRST;
    }
    count.decrementAndGet();
    return Verdict.REPLAYED;
  }

  private void drop(long nowSeconds) {
    for (Long at : slices.keySet()) {
      long end = (at + 1) * SLICE_SECONDS;
      if (end <= nowSeconds - windowSeconds) {
        synchronized (this) {
          floor = Math.max(floor, end);
          Set<Seen> gone = slices.remove(at);
          count.addAndGet(gone == null ? 0 : -gone.size());
        }
      }
    }
  }

  /** How many proofs are remembered. */
  int size() {
    return count.get();
  }
}
