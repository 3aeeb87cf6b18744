package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import java.util.Map;

/** What became of a person's data: every exchange about them, granted or refused. */
final class UseEndpoints {
  private final EvidenceLog log;

  UseEndpoints(EvidenceLog log) {
    this.log = log;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of("listUses", this::list);
  }

  /** The cursor is the index of the last leaf seen. */
  private Answer list(Call call) {
    long before = call.cursorNumber().orElse(Long.MAX_VALUE);
    return Answer.ok(
        call.page(
            log.ofSubject(call.person(), before, call.limit()),
            past -> Long.toString(past.index()),
            UseForm::of));
  }
}
