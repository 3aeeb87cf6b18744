package dev.hefu.policy.budget;

import dev.hefu.schemas.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * So much in each window, and no more.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record Allowance(int limit, Window window) {
  /** More a window than anybody shares; keeps counters far from overflow. */
  public static final int MAX_LIMIT = 1_000_000_000;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Allowance {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " is not in 1.." + MAX_LIMIT);
    }
  }

  /** That of a row's two columns; null if they are null. */
  public static @Nullable Allowance of(@Nullable Integer limit, @Nullable String window) {
    return limit == null || window == null ? null : new Allowance(limit, Window.valueOf(window));
  }

  /** The windows it is counted in. */
  public FixedWindow windows(Instant first) {
    return new FixedWindow(window, first);
  }
}
