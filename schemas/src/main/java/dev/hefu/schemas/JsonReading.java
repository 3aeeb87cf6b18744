package dev.hefu.schemas;

import com.fasterxml.jackson.databind.JsonNode;

/** What {@link StrictJson} made of some bytes. */
public sealed interface JsonReading {
  /** The bytes are one JSON value within every limit. */
  record Value(JsonNode node) implements JsonReading {}

  /**
   * The bytes are refused.
   *
   * @param code {@link ErrorCode#TOO_LARGE} or {@link ErrorCode#MALFORMED_JSON}
   * @param reason one sentence that names the fault with its numbers, never the content
   * @param line from 1; 0 if the whole is meant
   * @param column from 1, in characters; 0 if the whole is meant
   */
  record Refused(ErrorCode code, String reason, int line, int column) implements JsonReading {
    /** The reason with its place. */
    public String detail() {
      return line == 0 ? reason : reason + " (line " + line + ", column " + column + ")";
    }
  }
}
