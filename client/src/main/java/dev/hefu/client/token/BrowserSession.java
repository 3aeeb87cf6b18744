package dev.hefu.client.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As much of a browser as a sign-in page needs: cookies of one site, forms, links. Cookies are sent
 * back whatever their attributes say, as a browser does to a loopback address.
 */
final class BrowserSession {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern MESSAGE =
      Pattern.compile("id=\"(?:input-error[^\"]*|kc-error-message)\"[^>]*>(.*?)<", Pattern.DOTALL);

  private final HttpClient http;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  BrowserSession(HttpClient http) {
    this.http = http;
  }

  /** One answer: a page, or the way to another. */
  record Page(URI url, int status, @Nullable URI redirect, String html) {
    /**
     * Where the form of this id is to be sent.
     *
     * @throws TokenRefused if the page has no such form
     */
    URI form(String id) {
      Matcher form =
          Pattern.compile("<form\\b[^>]*\\bid=\"" + Pattern.quote(id) + "\"[^>]*>").matcher(html);
      if (!form.find()) {
        throw new TokenRefused("no form " + id + " at " + url.getPath() + ": " + message());
      }
      Matcher action = Pattern.compile("\\baction=\"([^\"]*)\"").matcher(form.group());
      return action.find() ? url.resolve(unescaped(action.group(1))) : url;
    }

    /**
     * The first link whose address has this part.
     *
     * @throws TokenRefused if the page has none
     */
    URI link(String part) {
      Matcher link =
          Pattern.compile("\\bhref=\"([^\"]*" + Pattern.quote(part) + "[^\"]*)\"").matcher(html);
      if (!link.find()) {
        throw new TokenRefused("no link to " + part + " at " + url.getPath() + ": " + message());
      }
      return url.resolve(unescaped(link.group(1)));
    }

    /** What the page says went wrong. */
    String message() {
      Matcher message = MESSAGE.matcher(html);
      return message.find() ? message.group(1).strip() : "status " + status;
    }

    private static String unescaped(String attribute) {
      return attribute.replace("&amp;", "&").replace("&#x2F;", "/").replace("&#61;", "=");
    }
  }

  Page get(URI url) {
    return send(HttpRequest.newBuilder(url).GET());
  }

  Page post(URI url, Map<String, String> fields) {
    return send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Issuer.encoded(fields))));
  }

  private Page send(HttpRequest.Builder builder) {
    builder.timeout(TIMEOUT);
    if (!cookies.isEmpty()) {
      builder.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      URI redirect =
          answer.headers().firstValue("Location").map(request.uri()::resolve).orElse(null);
      return new Page(request.uri(), answer.statusCode(), redirect, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    if (equals > 0) {
      String value = pair.substring(equals + 1);
      if (value.isEmpty() || cookie.contains("Max-Age=0")) {
        cookies.remove(pair.substring(0, equals));
      } else {
        cookies.put(pair.substring(0, equals), value);
      }
    }
  }

  /** The parameters of a URL's query; a name that stands twice keeps its first value. */
  static Map<String, String> query(URI url) {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = url.getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.putIfAbsent(decoded(name), decoded(value));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
