package dev.hefu.gateway.officer;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionKind;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.gateway.rules.PolicyMatter;
import dev.hefu.gateway.rules.Trials;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.rules.Bundle;
import dev.hefu.policy.rules.BundleReading;
import dev.hefu.policy.rules.RulesInForce;
import dev.hefu.policy.rules.TriedCases;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.officer.PolicyDraft;
import dev.hefu.schemas.officer.PolicyTrial;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Other rules: a bundle is checked, run over the case file and over past decisions, approved. */
public final class PolicyEndpoints {
  private final Motions motions;
  private final Trials trials;

  public PolicyEndpoints(Motions motions, Trials trials) {
    this.motions = motions;
    this.trials = trials;
  }

  /** The endpoints by operation. */
  public Map<String, Endpoint> all() {
    return Map.of("proposePolicy", this::propose, "tryPolicy", this::tryOut);
  }

  /** What takes long is done before the log's lock is taken. */
  private Answer propose(Call call) {
    PolicyDraft draft = call.message(PolicyDraft.class);
    RulesFile file =
        switch (Bundle.read(Base64.getDecoder().decode(draft.bundle()))) {
          case BundleReading.Read(RulesFile read) -> read;
          case BundleReading.Refused(String why) ->
              throw new Refusal(ErrorCode.INVALID_REQUEST, "bundle: " + why);
        };
    TriedCases cases = TriedCases.of(file);
    var motion =
        MotionAnswers.of(
            motions.propose(
                MotionKind.POLICY,
                call.operator(),
                draft.reason(),
                draft.expiresAt(),
                (tx, now) -> {
                  RulesInForce.keepDraft(tx, now, file);
                  return PolicyMatter.of(tx, file.revision(), cases);
                }));
    return Answer.created("/v1/motions/" + motion.id(), motion);
  }

  private Answer tryOut(Call call) {
    Motion motion =
        motions
            .find(call.id("id"))
            .filter(found -> found.kind() == MotionKind.POLICY)
            .orElseThrow(MotionAnswers::notFound);
    Trials.Page page =
        trials
            .run(motion, call.operator(), before(call.query().get("before")))
            .orElseThrow(
                () -> new Refusal(ErrorCode.NOT_FOUND, "the motion's rules are no longer kept"));
    return Answer.ok(
        new PolicyTrial(
            page.result().replayed(),
            page.result().different(),
            page.result().listed().stream()
                .map(
                    each ->
                        new PolicyTrial.Difference(
                            each.past().index(),
                            each.past().exchange(),
                            each.past().decision(),
                            each.now()))
                .toList(),
            page.first().orElse(null)));
  }

  private static long before(@Nullable String before) {
    if (before == null) {
      return Long.MAX_VALUE;
    }
    if (!before.matches("\\d{1,16}")) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "before is '" + before + "', not an index");
    }
    return Long.parseLong(before);
  }
}
