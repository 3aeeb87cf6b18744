package dev.hefu.gateway.console;

import java.time.Duration;

/**
 * The console's cookies. Their prefix makes browsers keep them to this very host; no script reads
 * them, they travel by TLS alone (or to the loopback address) and are not sent with foreign forms.
 */
final class Cookies {
  static final String SESSION = "__Host-hefu-session";

  /** What the names of sign-ins that are under way begin with, each of which has its own. */
  static final String SIGN_IN = "__Host-hefu-sign-in-";

  static final String LANGUAGE = "__Host-hefu-language";

  private static final String ATTRIBUTES = "; Path=/; HttpOnly; Secure; SameSite=Lax";

  private Cookies() {}

  /** Kept until the browser closes. */
  static String set(String name, String value) {
    return name + "=" + value + ATTRIBUTES;
  }

  static String set(String name, String value, Duration life) {
    return set(name, value) + "; Max-Age=" + life.toSeconds();
  }

  static String drop(String name) {
    return set(name, "", Duration.ZERO);
  }
}
