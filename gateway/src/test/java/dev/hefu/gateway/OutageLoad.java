package dev.hefu.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.ClientTokens;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Signer;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A steady load of every kind of call on one node, and the journal of all that it was told. A
 * caller that is told to repeat does so under the same key.
 */
final class OutageLoad implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(100);

  /** Beyond every limit of the gateway: who waits longer was forgotten. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(60);

  private final TestNetwork network;
  private final URI node;
  private final Map<Kind, ExchangeRequest> requests;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Told> journal = new ConcurrentLinkedQueue<>();

  /** Callers hold it for reading while they call; who holds it for writing has them all wait. */
  private final ReentrantReadWriteLock calling = new ReentrantReadWriteLock(true);

  private volatile TokenSource tokens;
  private volatile boolean over;

  /** Who calls, how many of them at once, and what for. */
  enum Kind {
    /** What the bank knows of a person who consented; more than the node has places for. */
    BANK(10),
    /** What the wallet knows of another one. */
    WALLET(3),
    /** What the wallet knows of one who revokes and consents again. */
    CHANGING(2),
    /** What the wallet knows of one who never consented. */
    NOBODY(1),
    READ(1),
    LIVE(1),
    READY(1),
    /** A person who begins to sign in, for which the node asks Keycloak where. */
    SIGN_IN(1),
    /** A token of a key that the issuer has not. */
    FORGED(1);

    final int callers;

    Kind(int callers) {
      this.callers = callers;
    }
  }

  /**
   * What one call was told.
   *
   * @param status 0 if the connection broke
   * @param code of the problem; null for none
   * @param body as it came
   */
  record Told(
      Kind kind,
      String key,
      long startedNanos,
      long endedNanos,
      int status,
      boolean retryAfter,
      @Nullable ErrorCode code,
      @Nullable ExchangeAnswer released,
      String body) {
    Duration took() {
      return Duration.ofNanos(endedNanos - startedNanos);
    }

    @Override
    public String toString() {
      return "%s %d %s after %d ms: %s"
          .formatted(
              kind, status, code, took().toMillis(), released == null ? body : released.exchange());
    }
  }

  /**
   * Begins.
   *
   * @param requests what is asked, by kinds that are exchanges
   */
  OutageLoad(TestNetwork network, URI node, Map<Kind, ExchangeRequest> requests) {
    this.network = network;
    this.node = node;
    this.requests = requests;
    this.tokens = network.market.tokens();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.callers; i++) {
        callers.execute(() -> call(kind));
      }
    }
  }

  /** Has a token from the issuer that is good for the next minutes, whatever becomes of it. */
  void renewToken() {
    TokenSource fresh =
        new ClientTokens(network.issuer, network.market.id(), Signer.of(network.market.keys()));
    var _ = fresh.token();
    tokens = fresh;
  }

  /** Lets all calls end and begins no other. */
  void pause() {
    calling.writeLock().lock();
  }

  /** Goes on after a pause. */
  void goOn() {
    calling.writeLock().unlock();
  }

  List<Told> journal() {
    return List.copyOf(journal);
  }

  ExchangeRequest request(Kind kind) {
    return Objects.requireNonNull(requests.get(kind), "no exchange");
  }

  private void call(Kind kind) {
    String key = PartnerClient.newIdempotencyKey();
    for (int i = 0; !over; i++) {
      calling.readLock().lock();
      Told told;
      try {
        told = told(kind, key);
      } finally {
        calling.readLock().unlock();
      }
      journal.add(told);
      boolean ended = told.status() == 200 || told.status() == 403;
      // Now and then an answer is asked for once more: it must be the same.
      if (ended && i % 4 != 0) {
        key = PartnerClient.newIdempotencyKey();
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private Told told(Kind kind, String key) {
    HttpRequest request = request(kind, key);
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer =
          network.http.send(request, HttpResponse.BodyHandlers.ofString());
      long end = System.nanoTime();
      return new Told(
          kind,
          key,
          start,
          end,
          answer.statusCode(),
          answer.headers().firstValue("Retry-After").isPresent(),
          code(answer),
          answer.statusCode() == 200 && requests.containsKey(kind)
              ? MessageCodec.answer(json(answer), ExchangeAnswer.class)
              : null,
          answer.body());
    } catch (IOException broken) {
      return new Told(
          kind, key, start, System.nanoTime(), 0, false, null, null, String.valueOf(broken));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static @Nullable ErrorCode code(HttpResponse<String> answer) {
    boolean problem =
        answer.headers().firstValue("Content-Type").orElse("").startsWith(Problem.MEDIA_TYPE);
    return problem ? MessageCodec.answer(json(answer), Problem.class).code() : null;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return StrictJson.trusted(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest request(Kind kind, String key) {
    return switch (kind) {
      case LIVE -> open("/health/live");
      case READY -> open("/health/ready");
      case SIGN_IN -> open("/console/sign-in");
      case READ -> signed("GET", "/v1/consents?limit=1", token -> token).GET().build();
      case FORGED ->
          signed("GET", "/v1/consents?limit=1", OutageLoad::withUnknownKey).GET().build();
      case BANK, WALLET, CHANGING, NOBODY ->
          signed("POST", "/v1/exchanges", token -> token)
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", key)
              .POST(HttpRequest.BodyPublishers.ofByteArray(MessageCodec.bytes(request(kind))))
              .build();
    };
  }

  private HttpRequest open(String path) {
    return HttpRequest.newBuilder(node.resolve(path)).timeout(FORGOTTEN).build();
  }

  private HttpRequest.Builder signed(String method, String path, UnaryOperator<String> change) {
    // Once: it may be renewed between the token and its proof.
    TokenSource holder = tokens;
    String token = change.apply(holder.token());
    URI url = node.resolve(path);
    return HttpRequest.newBuilder(url)
        .timeout(FORGOTTEN)
        .header("Authorization", "DPoP " + token)
        .header("DPoP", holder.key().proof(method, url, token, Instant.now()));
  }

  private static String withUnknownKey(String token) {
    String[] parts = token.split("\\.", -1);
    String header =
        new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)
            .replaceFirst("\"kid\" *: *\"[^\"]*\"", "\"kid\":\"" + UUID.randomUUID() + '"');
    parts[0] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }

  @Override
  public void close() {
    over = true;
    callers.close();
  }
}
