package dev.hefu.gateway.officer;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    List<Motion> page =
        motions.list(cursor(call.query().get("cursor")), call.limit()).stream()
            .map(motion -> MotionAnswers.of(motion, null))
            .toList();
    return Answer.ok(new Page<>(page, page.size() < call.limit() ? null : page.getLast().id()));
  }

  private static @Nullable UUID cursor(@Nullable String cursor) {
    try {
      return cursor == null ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException notAnId) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "cursor is '" + cursor + "', not one of ours");
    }
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
