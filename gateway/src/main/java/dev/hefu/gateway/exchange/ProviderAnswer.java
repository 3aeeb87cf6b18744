package dev.hefu.gateway.exchange;

import dev.hefu.schemas.ErrorCode;

/** What came of asking a provider. */
sealed interface ProviderAnswer {
  /** Its record, as received and not yet verified. */
  record Received(String record) implements ProviderAnswer {}

  /** Nothing usable; the detail names no person. */
  record Failed(ErrorCode code, String detail) implements ProviderAnswer {}
}
