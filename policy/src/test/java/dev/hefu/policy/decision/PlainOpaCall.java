package dev.hefu.policy.decision;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Java's own client, which a test may use as it is. */
final class PlainOpaCall implements OpaCall {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Reply post(URI address, String json, Duration limit, int maxBytes) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), maxBytes));
    try {
      HttpResponse<byte[]> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Reply.Answered(response.statusCode(), response.body());
    } catch (TimeoutException | ExecutionException none) {
      return new Reply.Failed(none.toString());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Reply.Failed("stopping");
    } finally {
      answer.cancel(true);
    }
  }
}
