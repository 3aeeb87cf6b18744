package dev.hefu.client;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * The bare answer to a call.
 *
 * @param mediaType without parameters, in lower case; empty if there is no body
 * @param attempts how often the call was sent, repeats included
 */
public record HttpAnswer(
    int status, String mediaType, HttpHeaders headers, byte[] body, int attempts) {
  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
