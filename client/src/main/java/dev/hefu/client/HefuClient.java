package dev.hefu.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hefu.client.token.TokenRefused;
import dev.hefu.client.token.TokenSource;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Authenticated calls of one caller to one gateway: a fresh proof of possession each time, repeats
 * where the gateway says that nothing was done. Safe for use by many threads.
 *
 * <p>A call is repeated on 503, and when the connection breaks, only if it is safe to: a GET or
 * DELETE, or one that carries an {@code Idempotency-Key}, which stays the same.
 */
public final class HefuClient {
  /** With the waits between, long enough for a node to restart. */
  static final int MAX_ATTEMPTS = 6;

  /** The longest wait between attempts, whatever {@code Retry-After} says. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** An envelope of 4 MiB and its evidence, or a long statement, fit. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  /** The gateway's own limits on an exchange end long before. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String JSON = "application/json";

  private final HttpClient http;
  private final URI gateway;
  private final TokenSource tokens;
  private final Clock clock;
  private final Pause pause;

  /** How to wait between attempts. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * @param gateway the base URL by which partners reach it
   * @param tokens whose calls these are
   */
  public HefuClient(HttpClient http, URI gateway, TokenSource tokens, Clock clock) {
    this(http, gateway, tokens, clock, Thread::sleep);
  }

  HefuClient(HttpClient http, URI gateway, TokenSource tokens, Clock clock, Pause pause) {
    this.http = http;
    this.gateway = gateway;
    this.tokens = tokens;
    this.clock = clock;
    this.pause = pause;
  }

  /** Reads something. */
  public <T> Answer<T> get(String path, Class<T> type) {
    return answer(send("GET", path, null, Map.of()), json -> MessageCodec.answer(json, type));
  }

  /** Reads a text. */
  public Answer<String> text(String path) {
    HttpAnswer answer = send("GET", path, null, Map.of());
    return answer.status() < 300
        ? new Answer.Success<>(answer.status(), answer.text())
        : answer(answer, json -> "");
  }

  /** Reads one page of a list; the cursor of the next stands in it. */
  public <T> Answer<Page<T>> page(String path, PageRequest page, TypeReference<Page<T>> type) {
    return answer(
        send("GET", page.of(path), null, Map.of()), json -> MessageCodec.answer(json, type));
  }

  /**
   * Posts a message.
   *
   * @param message null for none
   */
  public <T> Answer<T> post(String path, @Nullable Object message, Class<T> type) {
    return post(path, message, Map.of(), type);
  }

  /** Posts a message under a key that makes repeats safe. */
  public <T> Answer<T> post(String path, Object message, String idempotencyKey, Class<T> type) {
    return post(path, message, Map.of(IDEMPOTENCY_KEY, idempotencyKey), type);
  }

  private <T> Answer<T> post(
      String path, @Nullable Object message, Map<String, String> headers, Class<T> type) {
    Body body = message == null ? null : new Body(JSON, MessageCodec.bytes(message));
    return answer(send("POST", path, body, headers), json -> MessageCodec.answer(json, type));
  }

  /** Posts nothing; the answer has no message. */
  public Answer<JsonNode> post(String path) {
    return answer(send("POST", path, null, Map.of()), json -> json);
  }

  /** Puts a message in its place; the answer has no message. */
  public Answer<JsonNode> put(String path, Object message) {
    Body body = new Body(JSON, MessageCodec.bytes(message));
    return answer(send("PUT", path, body, Map.of()), json -> json);
  }

  /** Deletes something; the answer has no message. */
  public Answer<JsonNode> delete(String path) {
    return answer(send("DELETE", path, null, Map.of()), json -> json);
  }

  /** A body and its media type. */
  public record Body(String mediaType, byte[] bytes) {}

  /**
   * Any call, without reading its answer.
   *
   * @param path with its query, from the slash on
   * @param body null for none
   * @throws TokenRefused if the issuer gives no token
   * @throws UncheckedIOException if the gateway cannot be reached
   */
  public HttpAnswer send(
      String method, String path, @Nullable Body body, Map<String, String> headers) {
    boolean repeatable =
        method.equals("GET") || method.equals("DELETE") || headers.containsKey(IDEMPOTENCY_KEY);
    URI url = URI.create(gateway.toString().replaceFirst("/+$", "") + path);
    for (int attempt = 1; ; attempt++) {
      boolean last = !repeatable || attempt == MAX_ATTEMPTS;
      Duration wait = backoff(attempt);
      try {
        HttpResponse<byte[]> answer = http.send(request(method, url, body, headers), bounded());
        if (answer.statusCode() != 503 || last) {
          return read(answer, attempt);
        }
        wait = answer.headers().firstValue("Retry-After").map(HefuClient::seconds).orElse(wait);
      } catch (IOException e) {
        if (last) {
          throw new UncheckedIOException(new IOException(method + " " + url + ": " + e, e));
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      rest(wait);
    }
  }

  private HttpRequest request(
      String method, URI url, @Nullable Body body, Map<String, String> headers) {
    String token = tokens.token();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Authorization", "DPoP " + token)
            .header("DPoP", tokens.key().proof(method, url, token, clock.instant()))
            .header("Accept", JSON + ", " + Problem.MEDIA_TYPE + ", */*;q=0.1");
    headers.forEach(request::header);
    if (body == null) {
      return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", body.mediaType())
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
        .build();
  }

  private static HttpResponse.BodyHandler<byte[]> bounded() {
    return HttpResponse.BodyHandlers.limiting(
        HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES);
  }

  private static HttpAnswer read(HttpResponse<byte[]> answer, int attempts) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return new HttpAnswer(
        answer.statusCode(),
        type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        answer.headers(),
        answer.body(),
        attempts);
  }

  /**
   * What an answer says.
   *
   * @throws UncheckedIOException if it is neither a message nor a problem
   */
  static <T> Answer<T> answer(HttpAnswer answer, Function<JsonNode, T> reader) {
    JsonNode json = json(answer);
    try {
      if (answer.status() < 300) {
        return new Answer.Success<>(answer.status(), reader.apply(json));
      }
      return new Answer.Refused<>(MessageCodec.answer(json, Problem.class));
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException("the gateway's answer " + answer.status() + " is not as agreed", e));
    }
  }

  private static JsonNode json(HttpAnswer answer) {
    if (answer.body().length == 0) {
      return MissingNode.getInstance();
    }
    return switch (StrictJson.read(answer.body(), MAX_ANSWER_BYTES)) {
      case JsonReading.Value(JsonNode node) -> node;
      case JsonReading.Refused refused ->
          throw new UncheckedIOException(
              new IOException(
                  "the gateway answered %d %s: %s"
                      .formatted(answer.status(), answer.mediaType(), refused.detail())));
    };
  }

  private static Duration backoff(int attempt) {
    return Duration.ofMillis(50L << attempt);
  }

  private static Duration seconds(String text) {
    return text.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : MAX_WAIT;
  }

  private void rest(Duration wait) {
    try {
      pause.sleep(wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static UncheckedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new UncheckedIOException(new IOException("interrupted", e));
  }
}
