package dev.hefu.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A proxy that passes a body of an exchange's size on and checks nothing, before a bare server. */
final class BareProxy implements AutoCloseable {
  private static final int ANSWER_BYTES = 4_096;
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final java.net.http.HttpClient caller = java.net.http.HttpClient.newHttpClient();
  private final URI url;

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
    url = URI.create("http://" + HOST + ":" + listening(proxy) + "/");
  }

  private static int listening(HttpServer server) {
    return server.listen(0, HOST).toCompletionStage().toCompletableFuture().join().actualPort();
  }

  /** One call through the proxy; whether it was answered in full. */
  boolean call() {
    try {
      return caller
              .send(
                  HttpRequest.newBuilder(url)
                      .POST(HttpRequest.BodyPublishers.ofString("{\"subject\":\"m-1\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body()
              .length
          == ANSWER_BYTES;
    } catch (IOException broken) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    caller.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
