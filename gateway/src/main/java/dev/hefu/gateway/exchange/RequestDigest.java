package dev.hefu.gateway.exchange;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.message.MessageCodec;

/** SHA-256 of a request's message, base64url: what must be equal under one idempotency key. */
public final class RequestDigest {
  private RequestDigest() {}

  /** The digest of a request. */
  public static String of(Record request) {
    // The codec writes a record's members in their declared order: equal requests, equal bytes.
    return Base64Url.encode(Providers.sha256(MessageCodec.bytes(request)));
  }
}
