package dev.hefu.gateway.person;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;

/**
 * A text in one language.
 *
 * @param title its first line, without the mark of a heading
 * @param digest SHA-256 of the text in UTF-8, base64url
 */
record NoticeText(String title, String text, String digest) {
  static NoticeText of(String text) {
    return new NoticeText(
        text.lines().findFirst().orElse("").replaceFirst("^#\\s*", "").strip(),
        text,
        Base64Url.encode(Providers.sha256(text.getBytes(StandardCharsets.UTF_8))));
  }
}
