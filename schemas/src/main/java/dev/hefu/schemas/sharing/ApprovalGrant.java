package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A provider's yes.
 *
 * @param days it counts until the full hour before so many days are over
 * @param uses for how many answers; null for any number
 */
public record ApprovalGrant(int days, @Nullable Integer uses) {
  /** As long as a consent may hold. */
  public static final int MAX_DAYS = 366;

  /** More often than anybody is asked about one person. */
  public static final int MAX_USES = 1_000_000;

  /** Checks the members. */
  public ApprovalGrant {
    Shape.range("days", days, 1, MAX_DAYS);
    if (uses != null) {
      Shape.range("uses", uses, 1, MAX_USES);
    }
  }
}
