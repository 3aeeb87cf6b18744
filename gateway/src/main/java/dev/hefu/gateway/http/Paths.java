package dev.hefu.gateway.http;

import java.util.regex.Pattern;

/** The contract's path templates as the router and we ourselves match them. */
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

  static boolean matches(String template, String path) {
    String tail = template.startsWith(TILES) ? ".+" : "[^/]+";
    return path.matches(PARAMETER.matcher(template).replaceAll(tail));
  }
}
