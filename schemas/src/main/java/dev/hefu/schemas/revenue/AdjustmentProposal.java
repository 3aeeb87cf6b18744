package dev.hefu.schemas.revenue;

import dev.hefu.schemas.Shape;

/**
 * What a party proposes to do with an event that waits for persons.
 *
 * @param source of the event
 * @param event its CloudEvents id
 * @param reason why, for the other parties to read
 */
public record AdjustmentProposal(String source, String event, Decision decision, String reason) {
  /** A sentence or two. */
  private static final int MAX_CHARS = 500;

  /** Checks the members. */
  public AdjustmentProposal {
    Shape.text("reason", reason, MAX_CHARS);
  }

  /** What becomes of the event. */
  public enum Decision {
    /** It is settled in a period that is open. */
    SETTLE,
    /** It never will be. */
    DISMISS
  }
}
