package dev.hefu.gateway.motion;

/** The words for a motion's steps in the log. */
final class MotionStep {
  public static final String PROPOSED = "proposed";

  /** By one officer; the second's yes is {@link #CARRIED}. */
  public static final String APPROVED = "approved";

  public static final String CARRIED = "carried";

  public static final String REJECTED = "rejected";

  private MotionStep() {}
}
