package dev.hefu.schemas.officer;

import dev.hefu.schemas.Shape;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To learn a participant's own id of the person whom one leaf is about.
 *
 * @param leaf index of an exchange's leaf
 * @param participant provider or consumer of that exchange
 * @param reason what somebody can check later
 * @param from null for now
 * @param until when it ends; the rules say how long it may last
 */
public record BreakGlassRequest(
    long leaf, String participant, String reason, @Nullable Instant from, Instant until) {
  /** Checks the members. */
  public BreakGlassRequest {
    Shape.require(leaf >= 0, "leaf", leaf + " is negative");
    Shape.participant("participant", participant);
    Shape.text("reason", reason, Motion.MAX_REASON_CHARS);
  }
}
