package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import java.util.Base64;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** An answer whose commit took too long does not leave; the same request again is answered. */
@Isolated("it measures time")
final class FenceTest {
  /** Makes the first commit that permits an exchange last three times as long as the fence. */
  private static final String SLOW_FIRST_PERMIT =
      """
      CREATE SEQUENCE gateway.permits;
      CREATE FUNCTION gateway.slow_first() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('gateway.permits') = 1 THEN PERFORM pg_sleep(0.3); END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER slow_first AFTER INSERT ON gateway.idempotency
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gateway.slow_first();
      """;

  @Test
  void aLateAnswerIsWithheldAndItsRepeatReleased() throws Exception {
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      DSLContext database = DSL.using(network.database, SQLDialect.POSTGRES);
      database.execute(SLOW_FIRST_PERMIT);
      ExchangeAnswer answer = exchange(network);
      List<Record> leaves = exchanges(database);
      assertEquals(List.of("PERMIT", "withheld", "replay"), outcomes(leaves));
      assertEquals(answer.exchange().toString(), leaves.getFirst().get("exchange", String.class));
      assertEquals(answer.exchange().toString(), decision(leaves.get(1)).path("of").asText());
    }
  }

  @Test
  void controlWithoutTheSlowCommitTheFirstAnswerLeaves() throws Exception {
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      exchange(network);
      List<Record> leaves = exchanges(DSL.using(network.database, SQLDialect.POSTGRES));
      assertEquals("PERMIT", outcomes(leaves).getFirst());
      assertFalse(outcomes(leaves).contains("withheld"));
    }
  }

  @Test
  void aFenceClosesOnceAndForAll() {
    assertTrue(Fence.begin().isOpen());
    long late = System.nanoTime() - Fence.OPEN.toNanos() - 1;
    assertFalse(new Fence(late).isOpen());
    assertTrue(Fence.SHOWN_AFTER.compareTo(Fence.OPEN) > 0);
  }

  /** The library repeats on 503 under the same key, as every client should. */
  private static ExchangeAnswer exchange(TestNetwork network) {
    TestNetwork.Person person = network.person();
    network.consent(person);
    return network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey())
        .orThrow();
  }

  private static List<Record> exchanges(DSLContext database) {
    return database.fetch(
        "SELECT exchange, outcome, decision_group FROM gateway.disclosure"
            + " WHERE kind = 'exchange' ORDER BY index");
  }

  private static List<String> outcomes(List<Record> leaves) {
    return leaves.stream().map(leaf -> leaf.get("outcome", String.class)).toList();
  }

  private static JsonNode decision(Record leaf) {
    byte[] disclosure = Base64.getUrlDecoder().decode(leaf.get("decision_group", String.class));
    return StrictJson.trusted(disclosure).get(2);
  }
}
