package dev.hefu.gateway.console;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the browser gets.
 *
 * @param location where it is sent on to; null if it gets a page
 * @param body the page; empty where it is sent on
 * @param cookies values of Set-Cookie
 */
record Reply(
    int status, @Nullable String location, String mediaType, String body, List<String> cookies) {
  private static final String HTML = "text/html; charset=utf-8";

  /** Copies the cookies. */
  Reply {
    cookies = List.copyOf(cookies);
  }

  static Reply page(int status, String html) {
    return new Reply(status, null, HTML, html, List.of());
  }

  static Reply style(String css) {
    return new Reply(200, null, "text/css; charset=utf-8", css, List.of());
  }

  /** Sent on with GET, whatever the method was. */
  static Reply seeOther(String location, String... cookies) {
    return new Reply(303, location, HTML, "", List.of(cookies));
  }

  Reply with(String cookie) {
    return new Reply(
        status,
        location,
        mediaType,
        body,
        Stream.concat(cookies.stream(), Stream.of(cookie)).toList());
  }
}
