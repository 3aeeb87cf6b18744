package dev.hefu.gateway.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way and its answer coming in; all but {@link #answer} and {@link #end} happens
 * on the door's own context.
 */
final class Transfer {
  private final OutboundRequest request;
  private final Context context;
  private final CompletableFuture<OutboundAnswer> answer = new CompletableFuture<>();
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpClientRequest open;

  Transfer(OutboundRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /** What became of it; never exceptional. */
  CompletableFuture<OutboundAnswer> answer() {
    return answer;
  }

  /** Gives it up for this reason, unless it is over: a peer that goes on sending is cut off. */
  OutboundAnswer end(OutboundAnswer why) {
    if (answer.complete(why)) {
      context.runOnContext(here -> cut());
    }
    return answer.join();
  }

  void begin(Future<HttpClientRequest> connection) {
    connection.onSuccess(this::send).onFailure(this::fail);
  }

  private void send(HttpClientRequest connected) {
    open = connected;
    if (answer.isDone()) {
      cut();
      return;
    }
    connected.response().onSuccess(this::receive).onFailure(this::fail);
    connected.end(Buffer.buffer(request.body())).onFailure(this::fail);
  }

  private void receive(HttpClientResponse response) {
    response.handler(
        part -> {
          if (body.length() + part.length() > request.maxBytes()) {
            answer.complete(new OutboundAnswer.TooLarge());
            cut();
          } else {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(this::fail);
    response.endHandler(
        end ->
            answer.complete(
                new OutboundAnswer.Answered(
                    response.statusCode(),
                    Optional.ofNullable(response.getHeader("content-type")),
                    body.getBytes())));
  }

  private void fail(Throwable why) {
    answer.complete(new OutboundAnswer.Unreachable(why.toString()));
  }

  private void cut() {
    if (open != null) {
      open.reset();
    }
  }
}
