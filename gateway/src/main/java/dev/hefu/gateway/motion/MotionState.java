package dev.hefu.gateway.motion;

/** How far a motion has come. Nothing leaves a final state. */
public enum MotionState {
  /** Waits for approvals. */
  PROPOSED,
  /** Two officers approved it, and it is in effect. */
  CARRIED,
  /** An officer rejected it, or the proposer withdrew it. */
  REJECTED,
  /** Its time ended before two officers had approved it. */
  EXPIRED
}
