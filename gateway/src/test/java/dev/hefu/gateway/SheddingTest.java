package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.client.provider.RecordSource;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Exchanges beyond the limit are refused before anything is done for them, while everything else is
 * served: the provider is slow, four exchanges may be under way, and as many wait.
 */
@Isolated("what it fills must not be slow for another reason")
final class SheddingTest {
  private static final int PLACES = 4;

  /** Far longer than an exchange takes, and shorter than a provider may. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(3);

  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch answer = new CountDownLatch(1);

  private Map<String, ObjectNode> slowly(RecordQuery query) {
    asked.release();
    try {
      answer.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return TestNetwork.card(query);
  }

  @Test
  void atTheLimitOneMoreIsRefusedUnreadAndAllElseGoesOn() throws Exception {
    Map<Setting, String> settings = Map.of(Setting.EXCHANGE_CONCURRENCY, Integer.toString(PLACES));
    try (TestNetwork network = new TestNetwork(this::slowly, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Consented consented = consented(network);
      Person person = consented.person();
      List<Future<Answer<ExchangeAnswer>>> entered = new ArrayList<>();
      for (int i = 0; i < 2 * PLACES; i++) {
        if (i < PLACES) {
          assertEquals(401, nobody(network).statusCode(), "there is a place, so it is looked at");
        }
        ExchangeRequest request = consented.requests().get(i % 2);
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

      assertEquals(2, person.client().consents().orThrow().items().size());
      for (String reference : consented.references()) {
        assertEquals(
            "REVOKED", person.client().revoke(reference).orThrow().state().name(), "nobody waits");
      }
      answer.countDown();
      for (Future<Answer<ExchangeAnswer>> one : entered) {
        assertTrue(one.get() instanceof Answer.Refused<ExchangeAnswer>, "revoked meanwhile");
      }
      await(network, 0);
      assertEquals(401, nobody(network).statusCode(), "there are places again");
    }
  }

  @Test
  void aProviderThatHangsTakesHalfOfThePlaces() throws Exception {
    Map<Setting, String> settings = Map.of(Setting.EXCHANGE_CONCURRENCY, Integer.toString(PLACES));
    try (TestNetwork network = new TestNetwork(this::slowly, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Consented consented = consented(network, TestNetwork::card);
      List<Future<Answer<ExchangeAnswer>>> entered =
          hanging(consented.requests().getFirst(), network.market.client(), threads);
      asked.acquire(PLACES / 2);
      assertEquals(
          ErrorCode.PROVIDER_UNAVAILABLE,
          refusal(network.market.client(), consented.requests().getFirst()),
          "the other half is not for it");
      network
          .market
          .client()
          .exchange(consented.requests().getLast(), PartnerClient.newIdempotencyKey())
          .orThrow();
      answer.countDown();
      for (Future<Answer<ExchangeAnswer>> one : entered) {
        one.get().orThrow();
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlAProviderThatMayTakeAllPlacesStopsTheOthers(@TempDir Path folder) throws Exception {
    Mutant greedy =
        Mutant.of(
            folder,
            "Gateway.java",
            "Math.ceilDiv(config.exchange().concurrency(), 2)",
            "2 * config.exchange().concurrency()");
    Map<Setting, String> settings = Map.of(Setting.EXCHANGE_CONCURRENCY, Integer.toString(PLACES));
    try (TestNetwork network = new TestNetwork(this::slowly, settings);
        NodeProcess node = greedy.node(network);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Consented consented = consented(network, TestNetwork::card);
      PartnerClient market = network.client(network.market, node.url());
      hanging(consented.requests().getFirst(), market, threads);
      hanging(consented.requests().getFirst(), market, threads);
      asked.acquire(PLACES);
      Future<Answer<ExchangeAnswer>> other =
          threads.submit(
              () ->
                  market.exchange(
                      consented.requests().getLast(), PartnerClient.newIdempotencyKey()));
      assertThrows(
          TimeoutException.class,
          () -> other.get(STANDS_STILL.toMillis(), TimeUnit.MILLISECONDS),
          "the test would not notice that one provider stops all");
    }
  }

  /** Half as many as there are places. */
  private static List<Future<Answer<ExchangeAnswer>>> hanging(
      ExchangeRequest request, PartnerClient market, ExecutorService threads) {
    return Stream.generate(
            () -> threads.submit(() -> market.exchange(request, PartnerClient.newIdempotencyKey())))
        .limit(PLACES / 2)
        .toList();
  }

  private static ErrorCode refusal(PartnerClient market, ExchangeRequest request) {
    return ((Answer.Refused<ExchangeAnswer>)
            market.exchange(request, PartnerClient.newIdempotencyKey()))
        .problem()
        .code();
  }

  @Test
  void controlWithPlacesForAllNobodyIsRefused() throws Exception {
    try (TestNetwork network = new TestNetwork(this::slowly);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Consented consented = consented(network);
      for (int i = 0; i < 2 * PLACES; i++) {
        ExchangeRequest request = consented.requests().get(i % 2);
        threads.execute(
            () -> network.market.client().exchange(request, PartnerClient.newIdempotencyKey()));
      }
      asked.acquire(2 * PLACES);
      assertEquals(401, nobody(network).statusCode(), "the test would not notice the lane gone");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithOneLaneForAllExchangesStopAllElse(@TempDir Path folder) throws Exception {
    Mutant narrow =
        Mutant.of(
            folder,
            "http/Lanes.java",
            "EXCHANGES.contains(operation.id()) ? exchanges : others",
            "exchanges");
    Map<Setting, String> settings = Map.of(Setting.EXCHANGE_CONCURRENCY, Integer.toString(PLACES));
    try (TestNetwork network = new TestNetwork(this::slowly, settings);
        NodeProcess node = narrow.node(network);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable atLast = answer::countDown) {
      Consented consented = consented(network);
      PartnerClient market = network.client(network.market, node.url());
      for (int i = 0; i < 2 * PLACES; i++) {
        ExchangeRequest request = consented.requests().get(i % 2);
        threads.execute(() -> market.exchange(request, PartnerClient.newIdempotencyKey()));
        await(network, node.url(), i + 1.0);
      }
      HttpRequest read = HttpRequest.newBuilder(node.url().resolve("/v1/consents")).build();
      assertEquals(
          503,
          network.http.send(read, HttpResponse.BodyHandlers.discarding()).statusCode(),
          "the test would not notice that exchanges stop all else");
    }
  }

  /** A person who may be asked about at two providers: one may not have all places. */
  private record Consented(
      Person person, List<String> references, List<ExchangeRequest> requests) {}

  private Consented consented(TestNetwork network) throws Exception {
    return consented(network, this::slowly);
  }

  /** The first request is to the provider that is slow, the second to one that answers so. */
  private static Consented consented(TestNetwork network, RecordSource other) throws Exception {
    Partner bank =
        network.provider(
            "bank-" + UUID.randomUUID().toString().substring(0, 8),
            other,
            UnaryOperator.identity());
    Person person = network.person();
    network.link(person.client(), bank, "b-" + UUID.randomUUID());
    return new Consented(
        person,
        List.of(
            network.consent(person).reference(),
            person
                .client()
                .grant(network.grant(bank, ConsentGrant.Mode.PERIODIC))
                .orThrow()
                .reference()),
        List.of(network.request(person), network.request(bank, person.marketId(), null)));
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
    await(network, network.gateway.url(), expected);
  }

  private static void await(TestNetwork network, URI node, double expected) throws Exception {
    String wanted = "hefu_http_calls{lane=\"exchanges\"} " + expected;
    HttpRequest metrics = HttpRequest.newBuilder(node.resolve("/metrics")).build();
    String seen = "";
    for (int i = 0; i < 1_000 && !seen.contains(wanted); i++) {
      seen = network.http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    }
    assertTrue(seen.contains(wanted), seen);
  }
}
