package dev.hefu.gateway.http;

import java.util.regex.Pattern;

/** The contract's path templates as the router matches them. */
final class Paths {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** The one path whose last parameter spans slashes (c2sp.org/tlog-tiles). */
  private static final String TILES = "/log/tile/";

  private Paths() {}

  /** The router's pattern: {@code {id}} becomes {@code :id}, the number of a tile a wildcard. */
  static String pattern(String template) {
    if (template.startsWith(TILES)) {
      return PARAMETER.matcher(template.replace("{index}", "*")).replaceAll(":$1");
    }
    return PARAMETER.matcher(template).replaceAll(":$1");
  }

  /** Whether the router's pattern stands for this path. */
  static boolean matches(String pattern, String path) {
    return path.matches(pattern.replaceAll(":\\w+", "[^/]+").replace("*", ".+"));
  }
}
