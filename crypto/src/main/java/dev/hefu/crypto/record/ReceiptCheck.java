package dev.hefu.crypto.record;

/** What came of checking a consent receipt that somebody showed. */
public sealed interface ReceiptCheck {
  /** The gateway signed it, and the disclosed person, if any, is its own. */
  record Valid(SignedReceipt receipt) implements ReceiptCheck {}

  /**
   * Nothing of it counts.
   *
   * @param reason one sentence, without any of the shown text
   */
  record Invalid(String reason) implements ReceiptCheck {}
}
