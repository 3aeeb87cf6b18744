package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.embedded.PostgresKiller;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.message.Receipt;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * All PostgreSQL processes are killed while exchanges run over HTTP. The consumer's own journal of
 * what it was given is then held against the log, as the restarted gateway's database has it. That
 * a loss would be noticed is shown by {@code DurabilityTest}'s control.
 */
final class KilledDatabaseTest {
  private static final int CALLERS = 16;
  private static final int BEFORE_KILL = 60;

  @TempDir private Path folder;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
  }

  @Test
  void everyAnswerThatTheConsumerHoldsIsInTheLogAfterwards() throws Exception {
    LocalPostgres server = LocalPostgres.start(folder.resolve("postgres"), 0);
    int port = server.port();
    Migrations.run(server.dataSource());
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.url());
    source.setUser(LocalPostgres.NAME);
    try (TestNetwork network =
        new TestNetwork(source, KilledDatabaseTest::profile, new AdmissionFacts())) {
      Person person = network.person();
      network.consent(person);
      Map<UUID, Evidence> journal = loadUntilKilled(network, network.request(person), server);
      server.close();
      try (LocalPostgres again = LocalPostgres.start(folder.resolve("postgres"), port)) {
        assertEquals(port, again.port());
        assertTrue(journal.size() >= BEFORE_KILL);
        for (Map.Entry<UUID, Evidence> given : journal.entrySet()) {
          Receipt receipt = network.market.client().receipt(given.getKey()).orThrow();
          assertEquals(given.getValue().index(), receipt.evidence().index());
          assertEquals(given.getValue().leaf(), receipt.evidence().leaf());
        }
        network
            .market
            .client()
            .exchange(network.request(person), PartnerClient.newIdempotencyKey())
            .orThrow();
      }
    }
  }

  private static Map<UUID, Evidence> loadUntilKilled(
      TestNetwork network, ExchangeRequest request, LocalPostgres server) throws Exception {
    Map<UUID, Evidence> journal = new ConcurrentHashMap<>();
    CountDownLatch enough = new CountDownLatch(BEFORE_KILL);
    AtomicBoolean killed = new AtomicBoolean();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(
            () -> {
              while (!killed.get()) {
                if (network.market.client().exchange(request, PartnerClient.newIdempotencyKey())
                    instanceof Answer.Success<ExchangeAnswer>(int status, ExchangeAnswer given)) {
                  journal.put(given.exchange(), given.evidence());
                  enough.countDown();
                }
              }
            });
      }
      enough.await();
      PostgresKiller.killAll(server);
      killed.set(true);
    }
    return journal;
  }
}
