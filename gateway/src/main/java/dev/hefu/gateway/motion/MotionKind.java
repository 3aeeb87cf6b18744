package dev.hefu.gateway.motion;

import dev.hefu.gateway.evidence.LeafKind;

/** What a motion can be about. */
public enum MotionKind {
  /** A new version of a text that persons are shown. */
  NOTICE(LeafKind.NOTICE),
  /** Other rules. */
  POLICY(LeafKind.POLICY),
  /** To learn who one leaf is about. */
  BREAK_GLASS(LeafKind.BREAK_GLASS);

  private final LeafKind leaf;

  MotionKind(LeafKind leaf) {
    this.leaf = leaf;
  }

  /** The kind of the leaves that its steps leave. */
  public LeafKind leaf() {
    return leaf;
  }
}
