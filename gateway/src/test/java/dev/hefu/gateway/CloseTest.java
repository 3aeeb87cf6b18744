package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.revenue.PeriodClose;
import dev.hefu.schemas.revenue.RevenueAgreement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A close that computes does not keep exchanges waiting. */
final class CloseTest {
  private static final YearMonth PERIOD = YearMonth.of(2026, 6);

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'settlement.event'::regclass";

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(CloseTest::profile);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
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
