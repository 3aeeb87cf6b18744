package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.Use;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    List<Use> uses =
        log.ofSubject(call.person(), before(call.query().get("cursor")), call.limit()).stream()
            .map(UseForm::of)
            .toList();
    return Answer.ok(
        new Page<>(
            uses, uses.size() < call.limit() ? null : Long.toString(uses.getLast().index())));
  }

  private static long before(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches("\\d{1,18}")) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "cursor is '" + cursor + "', not one of ours");
    }
    return Long.parseLong(cursor);
  }
}
