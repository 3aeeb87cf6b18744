package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer, complete before its first byte is written.
 *
 * @param mediaType null if there is no body
 * @param headers further ones
 * @param release until when it may begin to leave; null if that does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
public record Answer(
    int status,
    @Nullable String mediaType,
    byte[] body,
    Map<String, String> headers,
    @Nullable Release release) {
  /**
   * A limit on when an answer may begin to leave.
   *
   * @param leaf index of the leaf that it leaves on
   * @param instead what is answered if that is too late; it may block
   */
  public record Release(Fence fence, long leaf, Supplier<Answer> instead) {}

  /** An answer that may leave whenever it is ready. */
  public Answer(int status, @Nullable String mediaType, byte[] body, Map<String, String> headers) {
    this(status, mediaType, body, headers, null);
  }

  private static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  /** Seconds after which a call that met a passing fault is worth repeating. */
  private static final String RETRY_AFTER = "1";

  /** 200 with a message. */
  public static Answer ok(Object message) {
    return json(200, message);
  }

  /** 201 with the message that describes what now is at the location. */
  public static Answer created(String location, Object message) {
    return new Answer(201, JSON, MessageCodec.bytes(message), Map.of("location", location));
  }

  /** The same answer with further headers. */
  Answer with(Map<String, String> further) {
    if (further.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(further);
    return new Answer(status, mediaType, body, all, release);
  }

  /** The same answer, if it begins to leave within the fence; else the other. */
  public Answer within(Fence fence, long leaf, Supplier<Answer> instead) {
    return new Answer(status, mediaType, body, headers, new Release(fence, leaf, instead));
  }

  /** 204. */
  public static Answer noContent() {
    return new Answer(204, null, NOTHING, Map.of());
  }

  /** A status with a message. */
  public static Answer json(int status, Object message) {
    return new Answer(status, JSON, MessageCodec.bytes(message), Map.of());
  }

  /** 200 with bytes that never change, so that caches may keep them. */
  public static Answer immutable(String mediaType, byte[] body) {
    return new Answer(
        200, mediaType, body, Map.of("cache-control", "public, max-age=31536000, immutable"));
  }

  /** 200 with text or bytes. */
  public static Answer of(String mediaType, byte[] body) {
    return new Answer(200, mediaType, body, Map.of());
  }

  /** The answer that tells a problem. */
  public static Answer problem(Problem problem) {
    Map<String, String> headers =
        switch (problem.status()) {
          case 401 -> Map.of("www-authenticate", "DPoP error=\"" + dpopError(problem.code()) + '"');
          case 429, 503 -> Map.of("retry-after", RETRY_AFTER);
          default -> Map.of();
        };
    return new Answer(problem.status(), Problem.MEDIA_TYPE, MessageCodec.bytes(problem), headers);
  }

  /** RFC 9449, section 7.1: a fault of the proof is told apart from one of the token. */
  private static String dpopError(ErrorCode code) {
    return switch (code) {
      case PROOF_MISSING, PROOF_INVALID, PROOF_REPLAYED -> "invalid_dpop_proof";
      default -> "invalid_token";
    };
  }
}
