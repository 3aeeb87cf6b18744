package dev.hefu.gateway.outbound;

import dev.hefu.gateway.deadline.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of a node (OWASP ASVS 5.0, 1.3.6 and 15.3.2). A name is resolved once, every
 * address that it has is checked, and the connection goes to a checked address, so that an answer
 * which changes between check and use (DNS rebinding) changes nothing; TLS and {@code Host} keep
 * the name. Redirects are not followed. What cannot be resolved is refused. Time and size are
 * bounded, and what is given up is cut off at once. Safe for use by many threads; blocks.
 */
public final class Door implements AutoCloseable {
  /** One slow peer holds so many connections and no more; who comes then waits in its time. */
  private static final int CONNECTIONS_PER_PEER = 128;

  /** Shorter than servers keep idle connections, so that they seldom close one in use. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int LAST_PORT = 65_535;

  private final HttpClient client;

  /** All requests are made from here, so that a connection is always on its caller's own thread. */
  private final Context context;

  private final Names names;
  private final Reach reach;
  private final Runnable frame;

  /**
   * @param lookup what names mean
   * @param trust whose certificates are believed; null for those that Java comes with
   * @param frame closed after it
   */
  private Door(
      Vertx vertx, NameLookup lookup, Reach reach, @Nullable TrustOptions trust, Runnable frame) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setTrustOptions(trust)
                .setDecompressionSupported(false)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_PEER));
    this.context = vertx.getOrCreateContext();
    this.names = new Names(lookup);
    this.reach = reach;
    this.frame = frame;
  }

  /** A door that asks the system what names mean and believes the certificates of Java. */
  public static Door open(Vertx vertx, Reach reach) {
    return new Door(vertx, InetAddress::getAllByName, reach, null, () -> {});
  }

  /** A door for a command that runs no server: its threads end with it. */
  public static Door alone(Reach reach) {
    return alone(InetAddress::getAllByName, reach, null);
  }

  static Door alone(NameLookup lookup, Reach reach, @Nullable TrustOptions trust) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    return new Door(
        vertx,
        lookup,
        reach,
        trust,
        () -> vertx.close().toCompletionStage().toCompletableFuture().join());
  }

  /** Sends one request and waits for the whole answer. */
  public OutboundAnswer send(OutboundRequest request) {
    long end = System.nanoTime() + request.timeout().toNanos();
    URI address = request.address();
    boolean tls = "https".equalsIgnoreCase(address.getScheme());
    if ((!tls && !"http".equalsIgnoreCase(address.getScheme()))
        || address.getHost() == null
        || address.getRawUserInfo() != null) {
      return new OutboundAnswer.Refused("no http or https address of a host alone");
    }
    if (address.getPort() == 0 || address.getPort() > LAST_PORT) {
      return new OutboundAnswer.Refused("port " + address.getPort() + " is not in 1.." + LAST_PORT);
    }
    return switch (names.find(address.getHost(), request.timeout())) {
      case Names.Found.None(String why) -> new OutboundAnswer.Refused(why);
      case Names.Found.Addresses(List<InetAddress> all) -> {
        Optional<String> refusal =
            all.stream().flatMap(one -> reach.refusal(one, tls).stream()).findFirst();
        yield refusal.isPresent()
            ? new OutboundAnswer.Refused(address.getHost() + ": " + refusal.get())
            : exchange(request, all.getFirst(), tls, end);
      }
    };
  }

  private OutboundAnswer exchange(
      OutboundRequest request, InetAddress address, boolean tls, long end) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return new OutboundAnswer.Late();
    }
    Transfer transfer = new Transfer(request, context);
    RequestOptions options = options(request, address, tls, Duration.ofNanos(left));
    context.runOnContext(here -> transfer.begin(client.request(options)));
    try (Deadline _ =
        Deadline.after(Duration.ofNanos(left), () -> transfer.end(new OutboundAnswer.Late()))) {
      return transfer.answer().get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return transfer.end(new OutboundAnswer.Unreachable("the node is stopping"));
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static RequestOptions options(
      OutboundRequest request, InetAddress checked, boolean tls, Duration left) {
    URI address = request.address();
    int port = address.getPort() != -1 ? address.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(checked, port)))
            .setHost(address.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery())
            .setFollowRedirects(false)
            .setConnectTimeout(Math.max(1, left.toMillis()));
    request.headers().forEach(options::putHeader);
    return options;
  }

  @Override
  public void close() {
    names.close();
    client.close().toCompletionStage().toCompletableFuture().join();
    frame.run();
  }
}
