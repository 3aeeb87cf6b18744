package dev.hefu.gateway.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One request to somebody else, complete before anything is opened.
 *
 * @param address absolute; http or https
 * @param body nothing if empty
 * @param timeout for all of it: finding the name, connecting, the answer to its last byte
 * @param maxBytes of the answer's body; above it there is no answer
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
public record OutboundRequest(
    String method,
    URI address,
    Map<String, String> headers,
    byte[] body,
    Duration timeout,
    int maxBytes) {
  private static final byte[] NOTHING = {};

  /** A GET without headers of its own. */
  public static OutboundRequest get(URI address, Duration timeout, int maxBytes) {
    return new OutboundRequest("GET", address, Map.of(), NOTHING, timeout, maxBytes);
  }

  /** A POST of a body of this type. */
  public static OutboundRequest post(
      URI address, String mediaType, byte[] body, Duration timeout, int maxBytes) {
    return new OutboundRequest(
        "POST", address, Map.of("content-type", mediaType), body, timeout, maxBytes);
  }
}
