package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.RecordQuery;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentView;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * A revocation at one node is seen at another by reading and by being refused, but by nobody before
 * an answer from before it can no longer leave: 150 ms by the clock of the database, which is this
 * machine's. That they look often enough to see it earlier is shown by one who looks into the
 * database, where nothing is held back: the control.
 */
final class FreshChangesTest {
  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
  }

  /** A machine that is busy with others may let the control come late, but not every time. */
  private static final int ROUNDS = 5;

  @Test
  void nobodySeesARevocationBeforeItsFenceHasClosed() throws Exception {
    try (TestNetwork network = new TestNetwork(FreshChangesTest::profile)) {
      Gateway other = network.anotherNode();
      Duration direct = round(network, other);
      for (int i = 1; i < ROUNDS && direct.compareTo(Fence.SHOWN_AFTER) >= 0; i++) {
        direct = round(network, other);
      }
      assertTrue(
          direct.compareTo(Fence.SHOWN_AFTER) < 0, "nobody looked in time to notice: " + direct);
    }
  }

  /** How old the revocation was when it was first seen in the database; the others are checked. */
  private static Duration round(TestNetwork network, Gateway other) throws Exception {
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
      for (Future<Instant> one : seen) {
        Duration age = Duration.between(revoked, one.get());
        assertTrue(age.compareTo(Fence.SHOWN_AFTER) >= 0, "seen after " + age);
      }
      return Duration.between(revoked, first);
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
