package dev.hefu.gateway.outbound;

import java.util.Optional;

/** What became of an {@link OutboundRequest}. Details are for the log, not for participants. */
public sealed interface OutboundAnswer {
  /**
   * A whole answer of any status; a redirection is one too, and is not followed.
   *
   * @param mediaType as the header {@code Content-Type} has it
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
  record Answered(int status, Optional<String> mediaType, byte[] body) implements OutboundAnswer {}

  /** Nothing was connected to, since one of the addresses must not be. */
  record Refused(String why) implements OutboundAnswer {}

  /** There was no answer, or none to its end. */
  record Unreachable(String why) implements OutboundAnswer {}

  /** The answer was not complete in time. */
  record Late() implements OutboundAnswer {}

  /** The answer's body was larger than asked for. */
  record TooLarge() implements OutboundAnswer {}

  /** The answer, or one clause for the log on why there is none. */
  default String reason() {
    return switch (this) {
      case Answered(int status, var mediaType, byte[] body) -> "it answered " + status;
      case Refused(String why) -> why;
      case Unreachable(String why) -> why;
      case Late() -> "it did not answer in time";
      case TooLarge() -> "its answer was too large";
    };
  }
}
