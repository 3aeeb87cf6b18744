package dev.hefu.gateway.identity;

import dev.hefu.schemas.ErrorCode;

/** What came of asking who sent a request. */
public sealed interface Authentication {
  /** The sender holds the key that a valid token is bound to, if the proof is not taken. */
  record Authenticated(Caller caller, HeldProof proof) implements Authentication {}

  /**
   * The request counts for nothing.
   *
   * @param code the first that applies, in the order of {@link ErrorCode}
   * @param detail one sentence, without any of the sent text
   */
  record Refused(ErrorCode code, String detail) implements Authentication {}
}
