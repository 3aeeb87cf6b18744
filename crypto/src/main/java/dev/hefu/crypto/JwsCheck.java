package dev.hefu.crypto;

/** What came of checking a signed message. */
public sealed interface JwsCheck {
  /**
   * The owner of the keys signed it, for this purpose.
   *
   * @param kid the id of the key that did
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Valid(String kid, byte[] payload) implements JwsCheck {}

  /**
   * It counts for nothing.
   *
   * @param reason one sentence, without any of the sent text
   */
  record Invalid(String reason) implements JwsCheck {}
}
