package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.FreshChanges;
import dev.hefu.gateway.identity.Authenticator;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.message.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. The contract says which operations there are, who may call them and what they
 * take; an endpoint serves each. The event loop only reads and writes: every call runs on a virtual
 * thread of its own.
 */
public final class GatewayServer implements AutoCloseable {
  /** A proof, a token and a handful of short headers fit several times. */
  private static final int MAX_HEADER_BYTES = 16 << 10;

  /** The longest path of ours and a cursor fit many times. */
  private static final int MAX_LINE_BYTES = 4 << 10;

  /** A connection that says nothing for so long is closed. */
  private static final int IDLE_SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private final HttpServer server;

  /**
   * Limits on authenticated calls.
   *
   * @param exchanges under way at once; as many again wait, and one more is refused
   * @param patience the longest that a call waits for a place
   * @param perSecond of one caller
   */
  public record Limits(int exchanges, Duration patience, int perSecond) {}

  /**
   * Listens.
   *
   * @param fresh holds back what would show too young a change
   * @param limits on authenticated calls
   * @param pages adds the routes that are not of the contract: the console's
   */
  public static GatewayServer start(
      Vertx vertx,
      InetSocketAddress address,
      Contract contract,
      Map<String, Endpoint> endpoints,
      Authenticator authenticator,
      FreshChanges fresh,
      Limits limits,
      MeterRegistry metrics,
      Consumer<Router> pages) {
    Router router = Router.router(vertx);
    Dispatch dispatch =
        new Dispatch(
            contract,
            authenticator,
            new Lanes(limits.exchanges(), limits.patience(), metrics),
            fresh,
            new Quotas(limits.perSecond(), System::nanoTime),
            metrics);
    for (Operation operation : mostSpecificFirst(contract)) {
      Endpoint endpoint = endpoints.get(operation.id());
      if (endpoint == null) {
        throw new IllegalStateException("no endpoint serves " + operation.id());
      }
      router
          .route(HttpMethod.valueOf(operation.method()), Paths.pattern(operation.path()))
          .handler(context -> read(context, operation, dispatch, endpoint));
    }
    pages.accept(router);
    router.errorHandler(404, context -> write(context, notFound(context)));
    router.errorHandler(405, context -> write(context, notAllowed(context, router)));
    router.errorHandler(400, context -> write(context, malformed()));
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxInitialLineLength(MAX_LINE_BYTES)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setCompressionSupported(false)
                    .setDecompressionSupported(false))
            .requestHandler(request -> accept(request, router))
            .invalidRequestHandler(GatewayServer::refuse)
            .listen(address.getPort(), address.getHostString())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return new GatewayServer(server);
  }

  /** {@code /log/tile/entries/…} before {@code /log/tile/{level}/…}: the router takes the first. */
  private static List<Operation> mostSpecificFirst(Contract contract) {
    return contract.operations().stream()
        .sorted(Comparator.comparing(operation -> operation.path().split("\\{", -1).length))
        .toList();
  }

  private GatewayServer(HttpServer server) {
    this.server = server;
  }

  /** Stops listening; calls under way are cut off. */
  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Lets in what can be read in one way only. */
  private static void accept(HttpServerRequest request, Router router) {
    Optional<String> fault = Incoming.fault(request);
    if (fault.isPresent()) {
      refuse(request, Answer.problem(Problem.of(ErrorCode.INVALID_REQUEST, fault.get())));
      return;
    }
    if (Incoming.mayBeSmuggled(request)) {
      request
          .response()
          .putHeader("connection", "close")
          .endHandler(sent -> request.connection().close());
    }
    router.handle(request);
  }

  /** Collects the body up to the operation's limit, then lets a virtual thread go on. */
  private static void read(
      RoutingContext routing, Operation operation, Dispatch dispatch, Endpoint endpoint) {
    Optional<Answer> shed = dispatch.shed(operation);
    if (shed.isPresent()) {
      write(routing, shed.get());
      return;
    }
    Context context = routing.vertx().getOrCreateContext();
    Incoming.read(
        routing,
        operation.body() == null ? 0 : operation.body().maxBytes(),
        body ->
            Thread.startVirtualThread(
                () -> {
                  Answer answer = dispatch.run(operation, endpoint, routing, body.getBytes());
                  context.runOnContext(
                      here -> writeInTime(routing, answer, operation, dispatch, context));
                }),
        () -> write(routing, dispatch.tooLong(operation)));
  }

  /** The last look at the fence is here, on the thread that writes, with nothing in between. */
  private static void writeInTime(
      RoutingContext routing,
      Answer answer,
      Operation operation,
      Dispatch dispatch,
      Context context) {
    Answer.Release release = answer.release();
    if (release == null) {
      write(routing, answer);
      return;
    }
    if (release.fence().isOpen() && !routing.response().writeQueueFull()) {
      long checked = System.nanoTime();
      write(routing, answer);
      tell(release, checked);
      return;
    }
    Thread.startVirtualThread(
        () -> {
          Answer instead = dispatch.withheld(operation, release);
          context.runOnContext(here -> write(routing, instead));
        });
  }

  /**
   * For whoever looks into an answer that came late: its leaf, and its three moments in
   * nanoseconds.
   */
  private static void tell(Answer.Release release, long checked) {
    if (LOG.isTraceEnabled()) {
      LOG.trace(
          "released {} {} {} {}",
          release.leaf(),
          release.fence().sentNanos(),
          checked,
          System.nanoTime());
    }
  }

  private static void write(RoutingContext routing, Answer answer) {
    if (Incoming.isComing(routing.request())) {
      head(routing.response(), answer);
      Incoming.refuse(routing, Buffer.buffer(answer.body()));
    } else {
      write(routing.response(), answer);
    }
  }

  private static void write(HttpServerResponse response, Answer answer) {
    if (response.closed() || response.ended()) {
      return;
    }
    head(response, answer);
    response.end(Buffer.buffer(answer.body()));
  }

  private static void head(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    if (answer.mediaType() != null) {
      response.putHeader("content-type", answer.mediaType());
    }
    response.putHeader("x-content-type-options", "nosniff");
    response.putHeader("cache-control", "no-store");
    answer.headers().forEach(response::putHeader);
  }

  private static Answer notFound(RoutingContext routing) {
    return Answer.problem(
        Problem.of(ErrorCode.NOT_FOUND, "nothing is at " + routing.request().path()));
  }

  private static Answer malformed() {
    return Answer.problem(
        Problem.of(
            ErrorCode.INVALID_REQUEST, "the path, its encoding or the Host header is malformed"));
  }

  /** What is no request that could be read; the connection is of no use after it. */
  private static void refuse(HttpServerRequest request) {
    Answer answer =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException line ->
              tooLarge("the request line is longer than " + MAX_LINE_BYTES + " bytes");
          case TooLongHttpHeaderException header ->
              tooLarge("the request's headers are larger than " + MAX_HEADER_BYTES + " bytes");
          case null, default ->
              Answer.problem(
                  Problem.of(ErrorCode.INVALID_REQUEST, "this is no request of HTTP/1.1"));
        };
    refuse(request, answer);
  }

  private static void refuse(HttpServerRequest request, Answer answer) {
    write(request.response().putHeader("connection", "close"), answer);
    request.connection().close();
  }

  private static Answer tooLarge(String detail) {
    return Answer.problem(Problem.of(ErrorCode.TOO_LARGE, detail));
  }

  private static Answer notAllowed(RoutingContext routing, Router router) {
    String path = routing.normalizedPath();
    String methods =
        router.getRoutes().stream()
            .filter(route -> Paths.matches(String.valueOf(route.getPath()), path))
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    Answer problem =
        Answer.problem(
            Problem.of(
                ErrorCode.METHOD_NOT_ALLOWED,
                path + " takes " + methods + ", not " + routing.request().method()));
    return problem.with(Map.of("allow", methods));
  }
}
