package dev.hefu.schemas.message;

import dev.hefu.schemas.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a budget is used when it is read. Exchanges that are under way are not in it.
 *
 * @param window null where the limit is one for the whole life
 * @param used of the limit, in the window that the reading is in
 * @param windowStart first moment of that window; null where there is none
 * @param resetsAt first moment of the next; null where there is none
 */
public record Balance(
    Of of,
    int limit,
    @Nullable Window window,
    long used,
    @Nullable Instant windowStart,
    @Nullable Instant resetsAt) {
  /** What is bounded, and of what. */
  public enum Of {
    CONSENT_USES,
    CONSENT_RECORDS,
    AGREEMENT_RECORDS,
    AGREEMENT_SUBJECTS,
    AGREEMENT_QUESTIONS
  }
}
