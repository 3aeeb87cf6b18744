package dev.hefu.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request on its way in: whether its framing is what RFC 9112 allows, and its body, of which no
 * byte beyond the limit is kept or waited for. All of it is on the event loop.
 */
public final class Incoming {
  /**
   * Read and forgotten of a body that was refused: whoever is still sending when a connection is
   * closed may never see the answer (RFC 9112, 9.6). What a client has on the way fits.
   */
  private static final long MAX_FORGOTTEN_BYTES = 1 << 20;

  /** The longest that a connection stays open for that. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private Incoming() {}

  /**
   * What is wrong with the framing of a request, so that somebody on its way could have read it
   * differently; empty if nothing is. A length beside {@code chunked} is taken away by the decoder,
   * so it is not found here: see {@link #mayBeSmuggled}.
   */
  static Optional<String> fault(HttpServerRequest request) {
    if (request.headers().getAll("host").size() > 1) {
      return Optional.of("more than one Host header");
    }
    List<String> codings = request.headers().getAll("transfer-encoding");
    boolean framed =
        codings.isEmpty()
            || (codings.size() == 1
                && codings.getFirst().strip().equalsIgnoreCase("chunked")
                && request.version() != HttpVersion.HTTP_1_0);
    return framed
        ? Optional.empty()
        : Optional.of("a Transfer-Encoding that is not chunked alone, in HTTP/1.1");
  }

  /**
   * Whether a request may have had a length beside {@code chunked}, of which the latter counted:
   * its connection must not be used again (RFC 9112, 6.1).
   */
  static boolean mayBeSmuggled(HttpServerRequest request) {
    return request.headers().contains("transfer-encoding");
  }

  /**
   * Reads a body; who waits for leave to send it is told to go on.
   *
   * @param limit in bytes
   * @param whole gets it
   * @param tooLong runs instead, as soon as it is known that the body is longer; its answer must be
   *     given by {@link #refuse}
   */
  public static void read(
      RoutingContext routing, int limit, Consumer<Buffer> whole, Runnable tooLong) {
    HttpServerRequest request = routing.request();
    if (declared(request) > limit) {
      tooLong.run();
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + (long) part.length() > limit) {
            request.endHandler(none -> {});
            tooLong.run();
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> whole.accept(body));
    if (request.version() != HttpVersion.HTTP_1_0
        && "100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      routing.response().writeContinue();
    }
  }

  /** Whether there is more of the body to come. */
  static boolean isComing(HttpServerRequest request) {
    return !request.isEnded() && (declared(request) > 0 || mayBeSmuggled(request));
  }

  /** What a request says its body will have; 0 if it does not say. The decoder read it before. */
  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    return length == null ? 0 : Long.parseLong(length.strip());
  }

  /**
   * Answers a request that has not ended, and lets its connection end: what is still coming is
   * forgotten for a short while.
   *
   * @param body of the answer, whose status and headers are set
   */
  public static void refuse(RoutingContext routing, Buffer body) {
    HttpServerRequest request = routing.request();
    HttpServerResponse response = routing.response();
    if (request.version() == HttpVersion.HTTP_2) {
      // Only the stream ends, and what still comes of it is the protocol's to forget.
      response.end(body);
      return;
    }
    response
        .putHeader("content-length", Integer.toString(body.length()))
        .putHeader("connection", "close")
        .write(body);
    Runnable over =
        () -> {
          if (!response.ended()) {
            response.end().onComplete(sent -> request.connection().close());
          }
        };
    long[] forgotten = {0};
    request.handler(
        part -> {
          forgotten[0] += part.length();
          if (forgotten[0] > MAX_FORGOTTEN_BYTES) {
            over.run();
          }
        });
    if (request.isEnded()) {
      over.run();
      return;
    }
    request.endHandler(end -> over.run());
    routing.vertx().setTimer(LINGER.toMillis(), late -> over.run());
  }
}
