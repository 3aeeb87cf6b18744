package dev.hefu.gateway.http;

import dev.hefu.schemas.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, read strictly: what could be read in two ways is refused. */
final class Parameters {
  /** What a decoder puts in the place of bytes that are no UTF-8. */
  private static final char NOT_UTF8 = '\uFFFD';

  private Parameters() {}

  /**
   * The parameters by name; a name without a value has the empty one.
   *
   * @param query as it came, without its question mark; null if there is none
   * @throws Refusal if it is not percent-encoded UTF-8, has a control character, or a name twice
   */
  static Map<String, String> of(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.putIfAbsent(name, value) != null) {
        throw new Refusal(ErrorCode.INVALID_REQUEST, "the query names " + name + " twice");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    String decoded;
    try {
      decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw notText(text);
    }
    if (decoded.chars().anyMatch(c -> Character.isISOControl(c) || c == NOT_UTF8)) {
      throw notText(text);
    }
    return decoded;
  }

  private static Refusal notText(String part) {
    return new Refusal(
        ErrorCode.INVALID_REQUEST,
        "the query's '" + part + "' is no percent-encoded UTF-8 without control characters");
  }
}
