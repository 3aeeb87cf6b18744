package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.client.Answer;
import dev.hefu.client.OperatorClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.revenue.PeriodClose;
import dev.hefu.schemas.revenue.RevenueAgreement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A close that computes does not keep exchanges waiting. */
@Isolated("it measures time")
final class CloseTest {
  private static final YearMonth PERIOD = YearMonth.of(2026, 6);

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'settlement.event'::regclass";

  /** Many times longer than an exchange takes on a busy machine. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(3);

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @Test
  void exchangesGoOnWhileACloseReadsItsEvents() throws Exception {
    RevenueAgreement agreement = network.revenueAgreement();
    Person person = network.person();
    network.consent(person);
    CompletableFuture<Answer<PeriodClose>> close;
    try (Connection connection = network.database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Held, the events cannot be read: the close stands still in the middle of its work.
      statement.execute("LOCK TABLE settlement.event IN ACCESS EXCLUSIVE MODE");
      close = CompletableFuture.supplyAsync(() -> network.operator.close(agreement.id(), PERIOD));
      awaitWaiting(statement);
      network
          .market
          .client()
          .exchange(network.request(person), PartnerClient.newIdempotencyKey())
          .orThrow();
      assertFalse(close.isDone(), "the close did not wait for its events");
      connection.rollback();
    }
    assertEquals(PERIOD, close.get().orThrow().period());
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlACloseThatHoldsTheHeadStopsExchanges(@TempDir Path folder) throws Exception {
    Mutant greedy =
        Mutant.of(
            folder,
            "revenue/CloseEndpoints.java",
            "switch (prepare(agreement, period)) {",
            "switch (committer"
                + ".change((head, at) -> Changed.nothing(prepare(agreement, period))).result()) {");
    try (TestNetwork network = new TestNetwork(TestNetwork::card);
        NodeProcess node = greedy.node(network)) {
      RevenueAgreement agreement = network.revenueAgreement();
      Person person = network.person();
      network.consent(person);
      PartnerClient market = network.client(network.market, node.url());
      ExchangeRequest request = network.request(person);
      market.exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
      OperatorClient operator =
          new OperatorClient(network.calls(network.operatorTokens, node.url()));
      CompletableFuture<Answer<ExchangeAnswer>> exchange;
      try (Connection connection = network.database.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE settlement.event IN ACCESS EXCLUSIVE MODE");
        CompletableFuture<?> close =
            CompletableFuture.runAsync(() -> operator.close(agreement.id(), PERIOD));
        awaitWaiting(statement);
        exchange =
            CompletableFuture.supplyAsync(
                () -> market.exchange(request, PartnerClient.newIdempotencyKey()));
        assertThrows(
            TimeoutException.class,
            () -> exchange.get(STANDS_STILL.toMillis(), TimeUnit.MILLISECONDS),
            "the test would not notice a close that holds the log's head");
        connection.rollback();
        var _ = close.handle((done, failed) -> done).join();
      }
      var _ = exchange.handle((done, failed) -> done).join();
    }
  }

  private static void awaitWaiting(Statement statement) throws SQLException {
    while (true) {
      try (ResultSet row = statement.executeQuery(WAITING)) {
        row.next();
        if (row.getLong(1) > 0) {
          return;
        }
      }
      Thread.onSpinWait();
    }
  }
}
