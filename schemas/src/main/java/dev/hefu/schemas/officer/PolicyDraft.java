package dev.hefu.schemas.officer;

import dev.hefu.schemas.Shape;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Other rules.
 *
 * @param bundle as {@code opa build -t wasm} makes it, in base64
 * @param reason why the rules change
 * @param expiresAt until when they must be approved; null for thirty days
 */
public record PolicyDraft(String bundle, String reason, @Nullable Instant expiresAt) {
  /** Five times our own, sources and all. */
  public static final int MAX_BUNDLE_CHARS = 500_000;

  /** Checks the members. */
  public PolicyDraft {
    Shape.text("bundle", bundle, MAX_BUNDLE_CHARS);
    Shape.text("reason", reason, Motion.MAX_REASON_CHARS);
    try {
      Base64.getDecoder().decode(bundle);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException("bundle: is not base64", notBase64);
    }
  }
}
