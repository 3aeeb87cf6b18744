package dev.hefu.gateway.exchange;

import dev.hefu.schemas.ErrorCode;

/** What came of asking a provider. */
public sealed interface ProviderAnswer {
  /** Its record or its counts, as received and not yet verified. */
  record Received(String text) implements ProviderAnswer {}

  /** Nothing usable; the detail names no person. */
  record Failed(ErrorCode code, String detail) implements ProviderAnswer {}
}
