package dev.hefu.gateway.operation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a batch into its events, byte for byte as they were received. */
final class EventBatch {
  private static final String NDJSON = "application/x-ndjson";
  private static final JsonFactory JSON = new JsonFactory();

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
        if (i > start) {
          lines.add(Arrays.copyOfRange(body, start, i));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  private static Optional<List<byte[]>> elements(byte[] body) {
    List<byte[]> events = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
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
