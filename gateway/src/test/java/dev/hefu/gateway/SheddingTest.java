package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * Exchanges beyond the limit are refused before anything is done for them, while everything else is
 * served: the provider is slow, four exchanges may be under way, and as many wait.
 */
final class SheddingTest {
  private static final int PLACES = 4;

  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch answer = new CountDownLatch(1);

  private Map<String, ObjectNode> slowly(RecordQuery query) {
    asked.release();
    try {
      answer.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
  }

  @Test
  void atTheLimitOneMoreIsRefusedUnreadAndAllElseGoesOn() throws Exception {
    Map<Setting, String> settings = Map.of(Setting.EXCHANGE_CONCURRENCY, Integer.toString(PLACES));
    try (TestNetwork network = new TestNetwork(this::slowly, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Person person = network.person();
      String reference = network.consent(person).reference();
      ExchangeRequest request = network.request(person);
      List<Future<Answer<ExchangeAnswer>>> entered = new ArrayList<>();
      for (int i = 0; i < 2 * PLACES; i++) {
        if (i < PLACES) {
          assertEquals(401, nobody(network).statusCode(), "there is a place, so it is looked at");
        }
        entered.add(
            threads.submit(
                () ->
                    network.market.client().exchange(request, PartnerClient.newIdempotencyKey())));
        await(network, i + 1.0);
      }
      asked.acquire(PLACES);
      assertEquals(0, asked.availablePermits(), "who waits has not been worked for");

      HttpResponse<String> shed = nobody(network);
      assertEquals(503, shed.statusCode(), shed.body());
      assertTrue(shed.body().contains("\"overloaded\""), shed.body());
      assertEquals("1", shed.headers().firstValue("retry-after").orElseThrow());

      assertEquals(1, person.client().consents().orThrow().items().size());
      assertEquals(
          "REVOKED", person.client().revoke(reference).orThrow().state().name(), "nobody waits");
      answer.countDown();
      for (Future<Answer<ExchangeAnswer>> one : entered) {
        assertTrue(one.get() instanceof Answer.Refused<ExchangeAnswer>, "revoked meanwhile");
      }
      await(network, 0);
      assertEquals(401, nobody(network).statusCode(), "there are places again");
    }
  }

  /** A call without a token: only a gateway that looks at it can say so. */
  private static HttpResponse<String> nobody(TestNetwork network) throws Exception {
    return network.http.send(
        HttpRequest.newBuilder(network.gateway.url().resolve("/v1/exchanges"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Until the gateway says of itself that so many exchanges are under way or wait. */
  private static void await(TestNetwork network, double expected) throws Exception {
    String wanted = "hefu_http_calls{lane=\"exchanges\"} " + expected;
    HttpRequest metrics = HttpRequest.newBuilder(network.gateway.url().resolve("/metrics")).build();
    String seen = "";
    for (int i = 0; i < 1_000 && !seen.contains(wanted); i++) {
      seen = network.http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    }
    assertTrue(seen.contains(wanted), seen);
  }
}
