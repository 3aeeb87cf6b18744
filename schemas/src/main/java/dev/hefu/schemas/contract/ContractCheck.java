package dev.hefu.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Violation;
import java.util.List;

/** What the contract says about the body of a request. */
public sealed interface ContractCheck<T> {
  /**
   * The body is what the operation takes.
   *
   * @param message the body as its record
   * @param json the body as it was sent, for canonical bytes
   */
  record Valid<T>(T message, JsonNode json) implements ContractCheck<T> {}

  /**
   * The body is not what the operation takes.
   *
   * @param code {@link ErrorCode#TOO_LARGE}, {@link ErrorCode#MALFORMED_JSON} or {@link
   *     ErrorCode#INVALID_REQUEST}
   * @param detail one sentence that says what is wrong
   * @param violations each fault with its place; empty if the body is not JSON
   */
  record Invalid<T>(ErrorCode code, String detail, List<Violation> violations)
      implements ContractCheck<T> {
    /** The answer to the caller. */
    public Problem problem() {
      return Problem.of(code, detail, violations);
    }
  }
}
