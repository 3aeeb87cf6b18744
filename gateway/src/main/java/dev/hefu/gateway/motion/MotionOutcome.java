package dev.hefu.gateway.motion;

/** What became of an attempt to bring a motion forward. */
public sealed interface MotionOutcome {
  /** It took the step; durable once the commit is. */
  record Changed(Motion motion) implements MotionOutcome {}

  /** There is no such motion. */
  record NotFound() implements MotionOutcome {}

  /** Nobody approves what they proposed themselves. */
  record OwnMotion() implements MotionOutcome {}

  /** One officer is one approval. */
  record ApprovedAlready() implements MotionOutcome {}

  /** It is decided, or its time is over. */
  record WrongState(MotionState state) implements MotionOutcome {}

  /** What the officer read is not what is proposed. */
  record OtherMatter(String digest) implements MotionOutcome {}

  /** It does not fit the state of things, which may have changed since; one clause. */
  record Unfit(String why) implements MotionOutcome {}

  /** As many are open as may be at once. */
  record TooMany(int limit) implements MotionOutcome {}
}
