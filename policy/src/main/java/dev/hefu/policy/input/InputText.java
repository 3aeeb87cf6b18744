package dev.hefu.policy.input;

import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An input as the rules read it: canonical JSON (RFC 8785), times in milliseconds since 1970, and
 * nothing that says who the person is.
 *
 * @param digest SHA-256 of the text, base64url; it names the input in the evidence
 */
public record InputText(String json, String digest) {
  /** The input of this canonical text. */
  public static InputText of(String json) {
    return new InputText(
        json,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Providers.sha256(json.getBytes(StandardCharsets.UTF_8))));
  }
}
