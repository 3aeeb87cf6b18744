package dev.hefu.policy.approval;

/** What the provider said last. */
public enum ApprovalState {
  /** Asked for, and not answered. */
  WAITING,
  /** Yes, until a time and perhaps for a number of uses. */
  APPROVED,
  /** No, until a time. */
  DECLINED,
  /** No longer yes. */
  WITHDRAWN
}
