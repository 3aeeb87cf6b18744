package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.Checkpoint;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What a check of a log found. */
public sealed interface Report {
  /**
   * Every leaf is where the signed checkpoint says.
   *
   * @param leaves how many there are of each kind
   */
  record Sound(Checkpoint checkpoint, SortedMap<String, Long> leaves) implements Report {
    /** How many leaves of a kind there are. */
    public long count(String kind) {
      return leaves.getOrDefault(kind, 0L);
    }
  }

  /**
   * The first place where the log is not what it was.
   *
   * @param index of the leaf; empty if the fault cannot be laid to one
   * @param what the fault in one sentence
   */
  record Unsound(OptionalLong index, Fault fault, String what) implements Report {}

  /** The kinds of fault. */
  enum Fault {
    /** The checkpoint is not signed by the log's key. */
    CHECKPOINT,
    /** Something that the checkpoint covers is not there. */
    MISSING,
    /** A leaf's bytes are not those that were logged, or not of the format. */
    LEAF,
    /** A tile's hash is not that of what is below it. */
    TILE,
    /** The tree over all leaves is not the one that was signed. */
    ROOT,
    /** A row beside the log says something else than its leaf. */
    ROW
  }
}
