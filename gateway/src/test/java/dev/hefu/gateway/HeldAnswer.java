package dev.hefu.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A provider that holds one answer: what is done meanwhile is done between the decision of an
 * exchange and its commit.
 */
final class HeldAnswer {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile boolean holding;

  /** What the provider knows of a person. */
  Map<String, ObjectNode> card(RecordQuery query) {
    if (holding) {
      asked.countDown();
      try {
        letGo.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return TestNetwork.card(query);
  }

  /** What became of the exchange, and what came of that which was done meanwhile. */
  record Race<T>(Answer<ExchangeAnswer> answer, T done) {}

  /** Asks, and does this while the provider holds its answer. */
  <T> Race<T> race(PartnerClient consumer, ExchangeRequest request, Supplier<T> meanwhile)
      throws Exception {
    holding = true;
    CompletableFuture<Answer<ExchangeAnswer>> answer =
        CompletableFuture.supplyAsync(
            () -> consumer.exchange(request, PartnerClient.newIdempotencyKey()));
    asked.await();
    T done = meanwhile.get();
    holding = false;
    letGo.countDown();
    return new Race<>(answer.get(), done);
  }
}
