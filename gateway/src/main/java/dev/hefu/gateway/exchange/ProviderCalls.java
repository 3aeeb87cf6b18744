package dev.hefu.gateway.exchange;

import dev.hefu.gateway.participant.Participant;
import dev.hefu.schemas.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to the providers' endpoints: an address is resolved and checked before it is connected to,
 * redirects are not followed, time and size are bounded.
 */
public final class ProviderCalls implements AutoCloseable {
  /** Path below a participant's endpoint; docs/formats/provider.md. */
  static final String PATH = "/hefu/v1/records";

  /** The largest record a provider may send; above it the answer is refused, not cut. */
  static final int MAX_RECORD_BYTES = 1 << 20;

  private static final int CONNECTIONS_PER_PROVIDER = 128;
  private static final String REQUEST_TYPE = "application/jose";
  private static final String RECORD_TYPE = "application/sd-jwt";

  private final HttpClient client;

  /** All calls are made from here, so that a connection is always on its caller's own thread. */
  private final Context context;

  private final Duration timeout;
  private final boolean loopback;

  /**
   * @param timeout for one call as a whole
   * @param loopback whether loopback and private addresses may be called, as in development
   */
  public ProviderCalls(Vertx vertx, Duration timeout, boolean loopback) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setDecompressionSupported(false)
                .setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_PROVIDER));
    this.context = vertx.getOrCreateContext();
    this.timeout = timeout;
    this.loopback = loopback;
  }

  /** Sends one signed request and waits for the record. */
  ProviderAnswer fetch(Participant provider, String signedRequest) {
    URI endpoint = provider.endpoint();
    if (endpoint == null) {
      return new ProviderAnswer.Failed(
          ErrorCode.PROVIDER_UNAVAILABLE, "the provider has registered no endpoint");
    }
    try {
      InetAddress address = InetAddress.getByName(endpoint.getHost());
      if (!loopback && !isPublic(address)) {
        return new ProviderAnswer.Failed(
            ErrorCode.PROVIDER_UNAVAILABLE, "the provider's address is not a public one");
      }
      CompletableFuture<ProviderAnswer> answer = new CompletableFuture<>();
      RequestOptions options = options(endpoint, address);
      context.runOnContext(
          here ->
              client
                  .request(options)
                  .compose(request -> send(request, signedRequest))
                  .onSuccess(answer::complete)
                  .onFailure(answer::completeExceptionally));
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (UnknownHostException | ExecutionException unreachable) {
      return new ProviderAnswer.Failed(
          ErrorCode.PROVIDER_UNAVAILABLE, "the provider could not be reached");
    } catch (TimeoutException late) {
      return new ProviderAnswer.Failed(
          ErrorCode.PROVIDER_TIMEOUT,
          "the provider took longer than " + timeout.toMillis() + " ms");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new ProviderAnswer.Failed(ErrorCode.PROVIDER_UNAVAILABLE, "the gateway is stopping");
    }
  }

  private RequestOptions options(URI endpoint, InetAddress address) {
    boolean tls = endpoint.getScheme().equals("https");
    int port = endpoint.getPort() != -1 ? endpoint.getPort() : tls ? 443 : 80;
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(endpoint.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(endpoint.getRawPath() + PATH)
        .setFollowRedirects(false)
        .setTimeout(timeout.toMillis());
  }

  private static Future<ProviderAnswer> send(HttpClientRequest request, String signedRequest) {
    return request
        .putHeader("content-type", REQUEST_TYPE)
        .putHeader("accept", RECORD_TYPE)
        .send(Buffer.buffer(signedRequest, StandardCharsets.US_ASCII.name()))
        .compose(ProviderCalls::receive);
  }

  private static Future<ProviderAnswer> receive(HttpClientResponse response) {
    String type = response.getHeader("content-type");
    if (response.statusCode() != 200 || type == null || !type.startsWith(RECORD_TYPE)) {
      response.request().reset();
      return Future.succeededFuture(
          new ProviderAnswer.Failed(
              ErrorCode.PROVIDER_ANSWER_INVALID,
              "the provider answered %d %s, not 200 %s"
                  .formatted(response.statusCode(), type, RECORD_TYPE)));
    }
    Promise<ProviderAnswer> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          body.appendBuffer(part);
          if (body.length() > MAX_RECORD_BYTES) {
            response.request().reset();
            answer.tryComplete(
                new ProviderAnswer.Failed(
                    ErrorCode.PROVIDER_ANSWER_INVALID,
                    "the provider's record is larger than " + MAX_RECORD_BYTES + " bytes"));
          }
        });
    response.exceptionHandler(answer::tryFail);
    response.endHandler(
        end ->
            answer.tryComplete(
                new ProviderAnswer.Received(body.toString(StandardCharsets.US_ASCII))));
    return answer.future();
  }

  private static boolean isPublic(InetAddress address) {
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress());
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
  }
}
