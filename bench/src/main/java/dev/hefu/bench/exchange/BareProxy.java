package dev.hefu.bench.exchange;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;

/** A proxy that passes a body of an exchange's size on and checks nothing, before a bare server. */
final class BareProxy implements AutoCloseable {
  private static final int ANSWER_BYTES = 4_096;
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient caller = vertx.createHttpClient();
  private final Context context = vertx.getOrCreateContext();
  private final int port;

  BareProxy() {
    HttpServer origin =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> request.response().end(Buffer.buffer(new byte[ANSWER_BYTES]))));
    int originPort = listening(origin);
    HttpClient client = vertx.createHttpClient();
    HttpServer proxy =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .compose(
                            body ->
                                client
                                    .request(HttpMethod.POST, originPort, HOST, "/")
                                    .compose(onward -> onward.send(body))
                                    .compose(answer -> answer.body()))
                        .onSuccess(answer -> request.response().end(answer))
                        .onFailure(broken -> request.response().setStatusCode(502).end()));
    port = listening(proxy);
  }

  private static int listening(HttpServer server) {
    return server.listen(0, HOST).toCompletionStage().toCompletableFuture().join().actualPort();
  }

  /** One call through the proxy; whether it was answered in full. */
  Future<Boolean> call(int number) {
    Promise<Boolean> done = Promise.promise();
    Buffer body = Buffer.buffer("{\"subject\":\"m-" + number + "\"}");
    // On its own context: an answer that came before somebody waited for its body would be lost.
    context.runOnContext(
        here ->
            caller
                .request(HttpMethod.POST, port, HOST, "/")
                .compose(request -> request.send(body))
                .compose(answer -> answer.body())
                .map(answer -> answer.length() == ANSWER_BYTES)
                .onComplete(done));
    return done.future();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
