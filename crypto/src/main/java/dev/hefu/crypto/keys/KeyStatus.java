package dev.hefu.crypto.keys;

/** Where a key of a set stands in its rotation. */
public enum KeyStatus {
  /**
   * Handed out already, so that others know it before it is used; opens and verifies, makes
   * nothing.
   */
  NEXT,
  /** The one of its use that new messages are made with. */
  PRIMARY,
  /** Was primary; still opens and is verified against, until it is taken out. */
  OLD
}
