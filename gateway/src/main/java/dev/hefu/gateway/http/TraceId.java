package dev.hefu.gateway.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which a call is logged: the caller's own (W3C Trace Context), or a new one. */
final class TraceId {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TraceId() {}

  /** The trace id of a {@code traceparent} header; a random one if it is missing or malformed. */
  static String of(@Nullable String traceparent) {
    Matcher match = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    if (match.matches()) {
      return match.group(1);
    }
    byte[] id = new byte[BYTES];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
