package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.schemas.message.Page;
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

  private Answer list(Call call) {
    return Answer.ok(
        new Page<>(
            log.ofSubject(call.person(), call.limit()).stream().map(UseForm::of).toList(), null));
  }
}
