package dev.hefu.crypto.record;

/** What came of checking a record that somebody sent. */
public sealed interface RecordCheck {
  /** The record is whole, for this audience and nonce, and every disclosure is its own. */
  record Valid(SignedRecord record) implements RecordCheck {}

  /**
   * Nothing of it counts.
   *
   * @param reason one sentence, without any of the sent text
   */
  record Invalid(String reason) implements RecordCheck {}
}
