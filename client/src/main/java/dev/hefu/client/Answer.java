package dev.hefu.client;

import dev.hefu.schemas.message.Problem;

/** What the gateway said to one call. */
public sealed interface Answer<T> {
  /** It did what was asked. */
  record Success<T>(int status, T message) implements Answer<T> {}

  /** It did not; the problem says why and what to do. */
  record Refused<T>(Problem problem) implements Answer<T> {}

  /**
   * The message of a success, for callers that have no other plan.
   *
   * @throws IllegalStateException if the call was refused; the text has code, detail and remedy
   */
  default T orThrow() {
    return switch (this) {
      case Success<T>(int status, T message) -> message;
      case Refused<T>(Problem problem) ->
          throw new IllegalStateException(
              problem.code().code() + ": " + problem.detail() + " " + problem.remedy());
    };
  }
}
