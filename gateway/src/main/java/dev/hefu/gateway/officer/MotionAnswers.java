package dev.hefu.gateway.officer;

import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionOutcome;
import dev.hefu.schemas.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Motions as messages, and every refusal of a step with its code. */
final class MotionAnswers {
  private MotionAnswers() {}

  /**
   * The motion that took a step, with the step's leaf.
   *
   * @throws Refusal if it did not
   */
  static dev.hefu.schemas.officer.Motion of(Committed<MotionOutcome> committed) {
    return switch (committed.result()) {
      case MotionOutcome.Changed(Motion motion) -> of(motion, committed.evidence().getFirst());
      case MotionOutcome.NotFound() -> throw notFound();
      case MotionOutcome.OwnMotion() ->
          throw new Refusal(ErrorCode.CONFLICT, "you proposed it; two other officers approve it");
      case MotionOutcome.ApprovedAlready() ->
          throw new Refusal(ErrorCode.CONFLICT, "you have approved it; another officer must too");
      case MotionOutcome.WrongState(var state) ->
          throw new Refusal(ErrorCode.CONFLICT, "the motion is " + state);
      case MotionOutcome.OtherMatter(String digest) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "what is proposed has the digest " + digest + "; read it first");
      case MotionOutcome.Unfit(String why) -> throw new Refusal(ErrorCode.CONFLICT, why);
      case MotionOutcome.TooMany(int limit) ->
          throw new Refusal(ErrorCode.CONFLICT, limit + " motions are open, the limit");
    };
  }

  static Refusal notFound() {
    return new Refusal(ErrorCode.NOT_FOUND, "there is no such motion");
  }

  static dev.hefu.schemas.officer.Motion of(Motion motion, @Nullable Evidence evidence) {
    return new dev.hefu.schemas.officer.Motion(
        motion.id().toString(),
        dev.hefu.schemas.officer.Motion.Kind.valueOf(motion.kind().name()),
        dev.hefu.schemas.officer.Motion.State.valueOf(motion.state().name()),
        motion.proposedBy(),
        motion.reason(),
        motion.matter(),
        motion.digest(),
        motion.proposedAt(),
        motion.expiresAt(),
        motion.approvals().stream()
            .map(each -> new dev.hefu.schemas.officer.Motion.Approval(each.officer(), each.at()))
            .toList(),
        motion.decidedAt(),
        evidence == null ? null : evidence.toMessage());
  }
}
