package dev.hefu.gateway.officer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionKind;
import dev.hefu.gateway.motion.MotionState;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.officer.BreakGlassRequest;
import dev.hefu.schemas.officer.Resolution;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Break-glass: asked for by an officer, approved by two others, read while its time lasts. */
public final class BreakGlassEndpoints {
  private final Motions motions;
  private final BreakGlass breakGlass;
  private final Clock clock;

  public BreakGlassEndpoints(Motions motions, BreakGlass breakGlass, Clock clock) {
    this.motions = motions;
    this.breakGlass = breakGlass;
    this.clock = clock;
  }

  /** The endpoints by operation. */
  public Map<String, Endpoint> all() {
    return Map.of("proposeBreakGlass", this::propose, "readBreakGlass", this::read);
  }

  private Answer propose(Call call) {
    BreakGlassRequest request = call.message(BreakGlassRequest.class);
    Instant from = Objects.requireNonNullElseGet(request.from(), clock::instant);
    ObjectNode matter = BreakGlassMatter.of(request, from.truncatedTo(ChronoUnit.MILLIS));
    List<String> faults = breakGlass.faults(matter);
    if (!faults.isEmpty()) {
      throw refused(ErrorCode.INVALID_REQUEST, faults);
    }
    var motion =
        MotionAnswers.of(
            motions.propose(
                MotionKind.BREAK_GLASS,
                call.operator(),
                request.reason(),
                request.until(),
                (tx, now) -> matter));
    return Answer.created("/v1/motions/" + motion.id(), motion);
  }

  private Answer read(Call call) {
    Motion motion =
        motions
            .find(call.id("id"))
            .filter(found -> found.kind() == MotionKind.BREAK_GLASS)
            .orElseThrow(MotionAnswers::notFound);
    if (!motion.hasPart(call.operator())) {
      throw new Refusal(ErrorCode.NOT_PERMITTED, "you neither proposed nor approved it");
    }
    if (motion.state() == MotionState.REJECTED) {
      throw new Refusal(ErrorCode.CONFLICT, "the motion is " + motion.state());
    }
    Committed<BreakGlass.Reading> committed = breakGlass.read(motion, call.operator());
    return switch (committed.result()) {
      case BreakGlass.Reading.Resolved(String localId) ->
          Answer.ok(
              new Resolution(
                  BreakGlassMatter.leaf(motion.matter()),
                  BreakGlassMatter.participant(motion.matter()),
                  localId,
                  committed.evidence().getFirst().toMessage()));
      case BreakGlass.Reading.Refused(List<String> reasons) ->
          throw refused(ErrorCode.NOT_PERMITTED, reasons);
    };
  }

  /** Rules that gave no answer refuse nothing: asking again may help. */
  private static Refusal refused(ErrorCode code, List<String> reasons) {
    return reasons.contains(BreakGlass.UNAVAILABLE)
        ? new Refusal(ErrorCode.POLICY_UNAVAILABLE, "the rules gave no answer that counts")
        : new Refusal(code, "the rules refuse it: " + String.join(", ", reasons));
  }
}
