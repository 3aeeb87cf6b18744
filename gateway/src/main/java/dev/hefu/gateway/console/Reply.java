package dev.hefu.gateway.console;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the browser gets.
 *
 * @param location where it is sent on to; null if it gets a page
 * @param fileName under which the browser keeps it; null if it shows it
 * @param body the page; empty where it is sent on
 * @param cookies values of Set-Cookie
 */
record Reply(
    int status,
    @Nullable String location,
    String mediaType,
    @Nullable String fileName,
    String body,
    List<String> cookies) {
  private static final String HTML = "text/html; charset=utf-8";

  /** Copies the cookies. */
  Reply {
    cookies = List.copyOf(cookies);
  }

  static Reply page(int status, String html) {
    return new Reply(status, null, HTML, null, html, List.of());
  }

  static Reply style(String css) {
    return new Reply(200, null, "text/css; charset=utf-8", null, css, List.of());
  }

  /** A file to keep, of a name that we made. */
  static Reply file(String name, String mediaType, String text) {
    return new Reply(200, null, mediaType, name, text, List.of());
  }

  /** Sent on with GET, whatever the method was. */
  static Reply seeOther(String location, String... cookies) {
    return new Reply(303, location, HTML, null, "", List.of(cookies));
  }

  Reply with(String cookie) {
    return new Reply(
        status,
        location,
        mediaType,
        fileName,
        body,
        Stream.concat(cookies.stream(), Stream.of(cookie)).toList());
  }
}
