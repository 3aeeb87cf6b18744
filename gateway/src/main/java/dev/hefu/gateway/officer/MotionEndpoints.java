package dev.hefu.gateway.officer;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.officer.MotionApproval;
import java.util.Map;

/** Motions of every kind: read, approved, rejected. */
public final class MotionEndpoints {
  private final Motions motions;

  public MotionEndpoints(Motions motions) {
    this.motions = motions;
  }

  /** The endpoints by operation. */
  public Map<String, Endpoint> all() {
    return Map.of(
        "listMotions", this::list,
        "readMotion", this::read,
        "approveMotion", this::approve,
        "rejectMotion", this::reject);
  }

  private Answer list(Call call) {
    return Answer.ok(
        call.page(
            motions.list(call.cursorId(), call.limit()),
            motion -> motion.id().toString(),
            motion -> MotionAnswers.of(motion, null)));
  }

  private Answer read(Call call) {
    return motions
        .find(call.id("id"))
        .map(motion -> Answer.ok(MotionAnswers.of(motion, null)))
        .orElseThrow(MotionAnswers::notFound);
  }

  private Answer approve(Call call) {
    String digest = call.message(MotionApproval.class).digest();
    return Answer.ok(MotionAnswers.of(motions.approve(call.id("id"), call.operator(), digest)));
  }

  private Answer reject(Call call) {
    String reason = call.message(Reason.class).reason();
    return Answer.ok(MotionAnswers.of(motions.reject(call.id("id"), call.operator(), reason)));
  }
}
