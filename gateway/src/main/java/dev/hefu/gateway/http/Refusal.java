package dev.hefu.gateway.http;

import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Problem;

/** An answer that is a problem (RFC 9457), on its way up to the one place that writes answers. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Refuses with a problem. */
  public Refusal(Problem problem) {
    // Without a stack trace: it is an outcome, and a cheap one to cause.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Refuses with a code and one sentence that names the value and the limit. */
  public Refusal(ErrorCode code, String detail) {
    this(Problem.of(code, detail));
  }

  Problem problem() {
    return problem;
  }
}
