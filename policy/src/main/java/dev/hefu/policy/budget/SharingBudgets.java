package dev.hefu.policy.budget;

import org.jspecify.annotations.Nullable;

/**
 * What a sharing agreement allows in each window, counted from its first moment.
 *
 * @param records null for any number
 * @param subjects null for any number
 */
public record SharingBudgets(@Nullable Allowance records, @Nullable Allowance subjects) {
  /**
   * Checks that it says something.
   *
   * @throws IllegalArgumentException if it names no budget
   */
  public SharingBudgets {
    if (records == null && subjects == null) {
      throw new IllegalArgumentException("budgets: names none");
    }
  }

  /** Those of both; null if both are null. */
  public static @Nullable SharingBudgets of(
      @Nullable Allowance records, @Nullable Allowance subjects) {
    return records == null && subjects == null ? null : new SharingBudgets(records, subjects);
  }
}
