package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentView;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A revocation at one node is seen at another by reading and by being refused, but by nobody before
 * an answer from before it can no longer leave: 150 ms by the clock of the database, which is this
 * machine's. That they look often enough to see it earlier is shown by one who looks into the
 * database, where nothing is held back: the control.
 */
@Isolated("it measures time")
final class FreshChangesTest {
  /** A machine that is busy with others may let the control come late, but not every time. */
  private static final int ROUNDS = 5;

  @Test
  void nobodySeesARevocationBeforeItsFenceHasClosed() throws Exception {
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      URI other = network.anotherNode().url();
      boolean noticed = false;
      for (int i = 0; i < ROUNDS && !noticed; i++) {
        Seen seen = round(network, other);
        for (Duration age : seen.ages()) {
          assertTrue(age.compareTo(Fence.SHOWN_AFTER) >= 0, "seen after " + age);
        }
        noticed = seen.direct().compareTo(Fence.SHOWN_AFTER) < 0;
      }
      assertTrue(noticed, "nobody looked in time to notice");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheWaitARevocationIsSeenTooEarly(@TempDir Path folder) throws Exception {
    Mutant hasty =
        Mutant.of(
            folder,
            "http/Dispatch.java",
            "    fresh.awaitShown();\n    return answer;",
            "    return answer;");
    try (TestNetwork network = new TestNetwork(TestNetwork::card);
        NodeProcess other = hasty.node(network)) {
      boolean noticed = false;
      for (int i = 0; i < ROUNDS && !noticed; i++) {
        noticed =
            round(network, other.url()).ages().stream()
                .anyMatch(age -> age.compareTo(Fence.SHOWN_AFTER) < 0);
      }
      assertTrue(noticed, "the test would not notice that nobody waits");
    }
  }

  /**
   * How old a revocation was when it was first seen.
   *
   * @param direct in the database
   * @param ages by the person, by the consumer, and by a refusal
   */
  private record Seen(Duration direct, List<Duration> ages) {}

  private static Seen round(TestNetwork network, URI other) throws Exception {
    Person person = network.person();
    String reference = network.consent(person).reference();
    HefuClient calls = network.calls(network.market.tokens(), other);
    PartnerClient market = new PartnerClient(calls, Signer.of(network.market.keys()));
    PersonClient owner = new PersonClient(network.calls(person.tokens(), other));
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    try (Connection connection = network.database.getConnection();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long before = revocations(connection).size();
      List<Future<Instant>> seen = new ArrayList<>();
      seen.add(threads.submit(() -> when(() -> isRevoked(owner.consents(), 0))));
      seen.add(threads.submit(() -> when(() -> isRevoked(market.consents(), before))));
      seen.add(threads.submit(() -> when(() -> isRefused(market, request))));
      Future<Instant> control =
          threads.submit(() -> when(() -> revocations(connection).size() > before));
      person.client().revoke(reference).orThrow();
      Instant first = control.get();
      Instant revoked = revocations(connection).getLast();
      List<Duration> ages = new ArrayList<>();
      for (Future<Instant> one : seen) {
        ages.add(Duration.between(revoked, one.get()));
      }
      return new Seen(Duration.between(revoked, first), ages);
    }
  }

  private static boolean isRevoked(Answer<Page<ConsentView>> consents, long before) {
    return consents.orThrow().items().stream()
            .filter(consent -> consent.state() == ConsentView.State.REVOKED)
            .count()
        > before;
  }

  private static boolean isRefused(PartnerClient market, ExchangeRequest request) {
    return market.exchange(request, PartnerClient.newIdempotencyKey())
            instanceof Answer.Refused<ExchangeAnswer> refused
        && refused.problem().code() == ErrorCode.CONSENT_REVOKED;
  }

  /** When the condition holds for the first time; it is looked at over and over. */
  private static Instant when(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.yield();
    }
    return Instant.now();
  }

  /** When consents were revoked, by the rows of the log. */
  private static List<Instant> revocations(Connection connection) {
    return DSL.using(connection, SQLDialect.POSTGRES)
        .fetch(
            "SELECT at FROM gateway.disclosure WHERE kind = 'consent' AND outcome = 'revoked'"
                + " ORDER BY index")
        .map(row -> row.get(0, OffsetDateTime.class).toInstant());
  }
}
