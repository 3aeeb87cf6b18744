package dev.hefu.bench.exchange;

import dev.hefu.bench.measure.ConstantRate;
import dev.hefu.client.AnswerOpener;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.TokenSource;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Exchanges as a consumer sends them, at little cost to the machine that they are measured on. */
final class ExchangeCalls {
  private static final String PATH = "/v1/exchanges";
  private static final int CONNECTIONS = 256;

  private final HttpClient client;
  private final Context context;
  private final URI url;
  private final TokenSource tokens;
  private final List<ExchangeRequest> requests;
  private final AnswerOpener opener;
  private final Executor threads;

  /**
   * @param requests what is asked, in turn
   * @param threads where answers are opened
   */
  ExchangeCalls(
      Vertx vertx,
      URI gateway,
      TokenSource tokens,
      List<ExchangeRequest> requests,
      AnswerOpener opener,
      Executor threads) {
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.context = vertx.getOrCreateContext();
    this.url = URI.create(gateway + PATH);
    this.tokens = tokens;
    this.requests = requests;
    this.opener = opener;
    this.threads = threads;
  }

  /** A call that is ready to be sent once. */
  private record Prepared(String token, String proof, ExchangeRequest request) {}

  /**
   * Calls whose proofs are made now, and of which one in a hundred is opened and verified.
   *
   * @param count no more than are sent within the life of a proof
   */
  ConstantRate.Calls premade(int count) {
    List<Prepared> prepared = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      prepared.add(prepare(i));
    }
    return number -> send(prepared.get(number), number % 100 == 0);
  }

  /** Calls whose proofs are made when they are sent, and which are all opened and verified. */
  Future<Boolean> whole(int number) {
    Promise<Boolean> done = Promise.promise();
    threads.execute(() -> send(prepare(number), true).onComplete(done));
    return done.future();
  }

  private Prepared prepare(int number) {
    String token = tokens.token();
    String proof = tokens.key().proof("POST", url, token, Clock.systemUTC().instant());
    return new Prepared(token, proof, requests.get(number % requests.size()));
  }

  private Future<Boolean> send(Prepared call, boolean opened) {
    Promise<Boolean> done = Promise.promise();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(url.getHost())
            .setPort(url.getPort())
            .setURI(PATH)
            .putHeader("authorization", "DPoP " + call.token())
            .putHeader("dpop", call.proof())
            .putHeader("idempotency-key", PartnerClient.newIdempotencyKey())
            .putHeader("content-type", "application/json");
    context.runOnContext(
        here ->
            client
                .request(options)
                .compose(request -> request.send(Buffer.buffer(MessageCodec.bytes(call.request()))))
                .compose(
                    answer -> answer.body().map(body -> new Received(answer.statusCode(), body)))
                .onFailure(done::fail)
                .onSuccess(received -> check(call, received, opened, done)));
    return done.future();
  }

  private record Received(int status, Buffer body) {}

  private void check(Prepared call, Received received, boolean opened, Promise<Boolean> done) {
    if (!opened || received.status() != 200) {
      done.complete(received.status() == 200);
      return;
    }
    threads.execute(() -> done.complete(opens(call.request(), received.body().getBytes())));
  }

  private boolean opens(ExchangeRequest asked, byte[] body) {
    ExchangeAnswer answer = MessageCodec.answer(StrictJson.trusted(body), ExchangeAnswer.class);
    return opener.open(asked, answer) instanceof OpenedAnswer.Verified;
  }
}
