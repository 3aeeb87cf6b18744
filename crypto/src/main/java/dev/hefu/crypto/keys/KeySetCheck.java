package dev.hefu.crypto.keys;

/** What came of reading a key set that somebody sent. */
public sealed interface KeySetCheck {
  /** The set may be used. */
  record Valid(PublicKeySet keys) implements KeySetCheck {}

  /**
   * The set is refused as a whole.
   *
   * @param reason one sentence for the sender, without any of the sent text
   */
  record Invalid(String reason) implements KeySetCheck {}
}
