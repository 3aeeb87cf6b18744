package dev.hefu.settlement;

/** What became of a proposal or an approval of what to do with a waiting event. */
public sealed interface AdjustmentOutcome {
  /** It stands as proposed, or is approved. */
  record Made(Adjustment adjustment) implements AdjustmentOutcome {}

  /** No such event or proposal of an agreement of the caller. */
  record NotFound() implements AdjustmentOutcome {}

  /** It cannot be done with this event, or not by this party. */
  record Conflict(String reason) implements AdjustmentOutcome {}
}
