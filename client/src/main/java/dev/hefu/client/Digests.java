package dev.hefu.client;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;

/** SHA-256 of a text in UTF-8, as tokens, proofs and leaves carry it. */
final class Digests {
  private Digests() {}

  /** The digest, base64url without padding. */
  static String base64(String text) {
    return Base64Url.encode(Providers.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
