package dev.hefu.gateway.demo.recording;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;

/** Reads the body of a request, which its publisher gives as often as it is asked. */
final class SentBody implements Flow.Subscriber<ByteBuffer> {
  private final StringBuilder text = new StringBuilder();

  private SentBody() {}

  /** The body as text; empty if there is none. */
  static String of(HttpRequest request) {
    SentBody reading = new SentBody();
    request.bodyPublisher().ifPresent(body -> body.subscribe(reading));
    return reading.text.toString();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer bytes) {
    text.append(StandardCharsets.UTF_8.decode(bytes));
  }

  @Override
  public void onError(Throwable failed) {
    throw new IllegalStateException("a request's body cannot be read again", failed);
  }

  @Override
  public void onComplete() {}
}
