package dev.hefu.gateway.revenue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a batch into its events, byte for byte as they were received. */
final class EventBatch {
  private static final String NDJSON = "application/x-ndjson";

  /**
   * The body's limit bounds everything; what is wrong in one event is for its own reader to say.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private EventBatch() {}

  /** The events; empty if the batch is not what its content type says. */
  static Optional<List<byte[]>> split(byte[] body, String contentType) {
    return contentType.startsWith(NDJSON) ? Optional.of(lines(body)) : elements(body);
  }

  private static List<byte[]> lines(byte[] body) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        if (!blank(body, start, i)) {
          lines.add(Arrays.copyOfRange(body, start, i));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  /** Whether there are only blanks, as a line that ends in CR LF has one. */
  private static boolean blank(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** What is no object is no event: its reader says so, and the others go through. */
  private static Optional<List<byte[]>> elements(byte[] body) {
    List<byte[]> events = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        parser.skipChildren();
        events.add(Arrays.copyOfRange(body, start, (int) parser.currentLocation().getByteOffset()));
      }
      return parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null
          ? Optional.of(events)
          : Optional.empty();
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }
}
