package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;

/**
 * A provider's no.
 *
 * @param days it counts until the full hour before so many days are over; asking again before
 *     changes nothing
 * @param reason for the record
 */
public record ApprovalRefusal(int days, String reason) {
  /** Checks the members. */
  public ApprovalRefusal {
    Shape.range("days", days, 1, ApprovalGrant.MAX_DAYS);
  }
}
