package dev.hefu.gateway.identity;

import dev.hefu.schemas.ErrorCode;

/** What came of checking an access token. */
sealed interface TokenCheck {
  /** The issuer made it for this gateway, and it has not expired. */
  record Valid(VerifiedToken token) implements TokenCheck {}

  /** It counts for nothing. */
  record Invalid(ErrorCode code, String detail) implements TokenCheck {}
}
