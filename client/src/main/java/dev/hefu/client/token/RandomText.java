package dev.hefu.client.token;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;

/** Random names that nobody can guess, base64url. */
final class RandomText {
  /** 128 bits. */
  private static final int BYTES = 16;

  private RandomText() {}

  static String next() {
    return next(BYTES);
  }

  static String next(int bytes) {
    return Base64Url.encode(Providers.randomBytes(bytes));
  }
}
