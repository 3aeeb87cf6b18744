package dev.hefu.gateway.officer;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.motion.MotionKind;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.gateway.person.NoticeMatter;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.NoticeDraft;
import java.util.Map;

/** New versions of the texts that persons are shown. */
public final class NoticeEndpoints {
  private final Motions motions;

  public NoticeEndpoints(Motions motions) {
    this.motions = motions;
  }

  /** The endpoints by operation. */
  public Map<String, Endpoint> all() {
    return Map.of("proposeNotice", this::propose);
  }

  private Answer propose(Call call) {
    NoticeDraft draft = call.message(NoticeDraft.class);
    Motion motion =
        MotionAnswers.of(
            motions.propose(
                MotionKind.NOTICE,
                call.operator(),
                draft.reason(),
                draft.expiresAt(),
                (tx, now) -> NoticeMatter.of(tx, draft.id(), draft.zh(), draft.en())));
    return Answer.created("/v1/motions/" + motion.id(), motion);
  }
}
