package dev.hefu.schemas.officer;

import dev.hefu.schemas.Shape;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The next version of a text that persons are shown, in both languages.
 *
 * @param zh the text in Chinese; its first line is the title
 * @param en the same in English
 * @param reason why the text changes
 * @param expiresAt until when it must be approved; null for thirty days
 */
public record NoticeDraft(
    String id, String zh, String en, String reason, @Nullable Instant expiresAt) {
  /** Several pages; whoever writes more is not understood. */
  public static final int MAX_TEXT_CHARS = 20_000;

  /** Checks the members. */
  public NoticeDraft {
    Shape.dataset("id", id);
    Shape.text("zh", zh, MAX_TEXT_CHARS);
    Shape.text("en", en, MAX_TEXT_CHARS);
    Shape.text("reason", reason, Motion.MAX_REASON_CHARS);
  }
}
