package dev.hefu.gateway.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares the target of a proof with that of the request as RFC 9449, 4.3 says: without query and
 * fragment, after normalisation by syntax and scheme (RFC 3986, 6.2.2 and 6.2.3).
 */
final class TargetUri {
  private static final int HEX = 16;

  private TargetUri() {}

  /** The normal form; empty if the text is no absolute http or https URI with a host. */
  static Optional<String> normal(String text) {
    URI uri;
    try {
      uri = new URI(text).normalize();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.empty();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int standardPort =
        switch (scheme) {
          case "http" -> 80;
          case "https" -> 443;
          default -> 0;
        };
    if (standardPort == 0) {
      return Optional.empty();
    }
    String port = uri.getPort() == -1 || uri.getPort() == standardPort ? "" : ":" + uri.getPort();
    String path = uri.getRawPath().isEmpty() ? "/" : unescaped(uri.getRawPath());
    return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
  }

  /** Percent-encodings in upper case, those of unreserved characters decoded. */
  private static String unescaped(String path) {
    StringBuilder out = new StringBuilder(path.length());
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      if (c == '%') {
        char value = (char) Integer.parseInt(path, i + 1, i + 3, HEX);
        if (isUnreserved(value)) {
          out.append(value);
        } else {
          out.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
        }
        i += 3;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
