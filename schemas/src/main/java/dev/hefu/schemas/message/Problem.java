package dev.hefu.schemas.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hefu.schemas.ErrorCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every answer that is not a success (RFC 9457).
 *
 * @param detail what exactly was wrong, with its numbers; never personal data
 * @param instance names this very occurrence; null if nothing does
 * @param violations the faults of a request that is not what the operation takes; else empty
 * @param exchange of a refused exchange; else null
 * @param evidence of a refused exchange: its leaf; else null
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    ErrorCode code,
    String remedy,
    @Nullable String instance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Violation> violations,
    @Nullable UUID exchange,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public Problem {
    violations = violations == null ? List.of() : List.copyOf(violations);
  }

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The problem of this code, without exchange. */
  public static Problem of(ErrorCode code, String detail) {
    return of(code, detail, List.of());
  }

  /** The problem of this code with the faults of the request. */
  public static Problem of(ErrorCode code, String detail, List<Violation> violations) {
    return new Problem(
        code.type(),
        code.title(),
        code.status(),
        detail,
        code,
        code.remedy(),
        null,
        violations,
        null,
        null);
  }

  /** The same problem, of a refused exchange. */
  public Problem with(UUID refused, @Nullable Evidence leaf) {
    return new Problem(
        type, title, status, detail, code, remedy, instance, violations, refused, leaf);
  }

  /** The same problem, named by {@code occurrence}, such as a trace id. */
  public Problem at(String occurrence) {
    return new Problem(
        type, title, status, detail, code, remedy, occurrence, violations, exchange, evidence);
  }
}
