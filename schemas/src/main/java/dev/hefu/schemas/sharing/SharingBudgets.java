package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Window;
import org.jspecify.annotations.Nullable;

/**
 * How much a sharing agreement allows in each window, counted from its first moment.
 *
 * @param records records of the answers as they are released; null for any number
 * @param subjects distinct persons that answers are about; null for any number
 */
public record SharingBudgets(@Nullable Allowance records, @Nullable Allowance subjects) {
  /** Checks that they say something. */
  public SharingBudgets {
    Shape.require(records != null || subjects != null, "budgets", "names no budget");
  }

  /** At most {@code limit} in each window. */
  public record Allowance(int limit, Window window) {
    /** More a window than any two companies share; keeps counters far from overflow. */
    public static final int MAX_LIMIT = 1_000_000_000;

    /** Checks the limit. */
    public Allowance {
      Shape.range("limit", limit, 1, MAX_LIMIT);
    }
  }
}
