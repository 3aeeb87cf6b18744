package dev.hefu.policy.agreement;

/** Where a sharing agreement stands. */
public enum AgreementState {
  /** Signed by one side. */
  PROPOSED,
  /** Signed by both sides; in force within its validity. */
  SIGNED,
  /** Ended by one side, for ever. */
  TERMINATED
}
