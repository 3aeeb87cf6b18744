package dev.hefu.policy.budget;

import dev.hefu.schemas.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a budget is used at one moment, as the commit would count it then.
 *
 * @param window null where the limit is one for the whole life
 * @param used of the limit, in the window that the moment is in
 * @param windowStart first moment of that window; null where there is none
 * @param resetsAt first moment of the next; null where there is none
 */
public record Balance(
    Budget of,
    int limit,
    @Nullable Window window,
    long used,
    @Nullable Instant windowStart,
    @Nullable Instant resetsAt) {
  /** Of a limit that is one for the whole life. */
  public static Balance inAll(Budget of, int limit, long used) {
    return new Balance(of, limit, null, used, null, null);
  }

  /**
   * Of a limit in each window.
   *
   * @param first moment of the first window
   * @param windowStart of the window that {@code used} counts in
   */
  public static Balance in(
      Budget of, Allowance allowance, Instant first, Instant windowStart, long used) {
    return new Balance(
        of,
        allowance.limit(),
        allowance.window(),
        used,
        windowStart,
        allowance.windows(first).end(windowStart));
  }
}
