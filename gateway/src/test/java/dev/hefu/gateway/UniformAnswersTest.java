package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentGrant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whoever cites no reference of its own cannot tell whether a person exists, has consented, or has
 * consented to something else: the answer is the same, and takes as long. The bytes are compared
 * with every build, the times on demand: {@code mvn -pl gateway -am verify
 * -Dtest=UniformAnswersTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.jvm.args=-Dhefu.uniform=true}.
 */
final class UniformAnswersTest {
  /** Interleaved, so that whatever else the machine does falls on all alike. */
  private static final int CALLS = 2_000;

  private static final int WARM_UP = 300;

  /** How far medians may be apart, as a part of the smallest. */
  private static final double TOLERANCE = 0.05;

  /** What a stranger must not tell apart, and one that anybody may: the control. */
  private enum Kind {
    NO_SUCH_PERSON,
    NO_CONSENT,
    NOT_PERMITTED,
    PERMITTED
  }

  private static TestNetwork network;
  private static Map<Kind, ExchangeRequest> requests;

  @BeforeAll
  static void start() throws Exception {
    network =
        new TestNetwork(
            query -> {
              ObjectNode personal = JsonNodeFactory.instance.objectNode();
              personal.putArray("preferredMethods").add("card");
              return Map.of("payment.personal", personal);
            });
    Person silent = network.person();
    Person other = network.person();
    Person open = network.person();
    other.client().grant(forService()).orThrow();
    network.consent(open);
    requests = new EnumMap<>(Kind.class);
    requests.put(Kind.NO_SUCH_PERSON, network.request("m-" + "0".repeat(36), null));
    requests.put(Kind.NO_CONSENT, network.request(silent));
    requests.put(Kind.NOT_PERMITTED, network.request(other));
    requests.put(Kind.PERMITTED, network.request(open));
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static ConsentGrant forService() {
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    return new ConsentGrant(
        like.providers(),
        like.consumer(),
        Purpose.SERVICE,
        like.categories(),
        like.highestTier(),
        null,
        like.validUntil(),
        like.mode(),
        null,
        null,
        like.dataLifeDays(),
        null,
        null,
        like.flags(),
        like.notice());
  }

  private static Answer<ExchangeAnswer> ask(Kind kind) {
    return network
        .market
        .client()
        .exchange(Objects.requireNonNull(requests.get(kind)), PartnerClient.newIdempotencyKey());
  }

  /** The problem as it was sent, without the ids and the proof that every answer has anew. */
  private static String told(Answer<ExchangeAnswer> answer) {
    Problem problem = ((Answer.Refused<ExchangeAnswer>) answer).problem();
    ObjectNode json = (ObjectNode) MessageCodec.tree(problem);
    return json.without(List.of("exchange", "evidence", "trace")).toString();
  }

  @Test
  void theBytesAreTheSame() {
    String nobody = told(ask(Kind.NO_SUCH_PERSON));
    assertEquals(nobody, told(ask(Kind.NO_CONSENT)));
    assertEquals(nobody, told(ask(Kind.NOT_PERMITTED)));
    assertTrue(nobody.contains("not-permitted"), nobody);
  }

  @Test
  void whoCitesItsOwnReferenceIsToldMore() {
    Person person = network.person();
    String own = network.consent(person).reference();
    String reference = network.reference(person);
    person.client().revoke(own).orThrow();
    Answer<ExchangeAnswer> answer =
        network
            .market
            .client()
            .exchange(
                network.request(person.marketId(), reference), PartnerClient.newIdempotencyKey());
    assertNotEquals(told(ask(Kind.NO_SUCH_PERSON)), told(answer));
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.uniform", matches = "true")
  void theTimesAreTheSame() {
    measure(WARM_UP, 1);
    Map<Kind, Long> medians = measure(CALLS, 2);
    System.out.println("medians in microseconds: " + medians);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (Kind kind : List.of(Kind.NO_SUCH_PERSON, Kind.NO_CONSENT, Kind.NOT_PERMITTED)) {
      least = Math.min(least, Objects.requireNonNull(medians.get(kind)));
      most = Math.max(most, Objects.requireNonNull(medians.get(kind)));
    }
    assertTrue(most <= least * (1 + TOLERANCE), "medians are apart: " + medians);
    long control = Objects.requireNonNull(medians.get(Kind.PERMITTED));
    assertTrue(control > least * (1 + TOLERANCE), "the control cannot be told apart: " + medians);
  }

  private static Map<Kind, Long> measure(int calls, long seed) {
    List<Kind> order = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      order.add(Kind.values()[i % Kind.values().length]);
    }
    Collections.shuffle(order, new Random(seed));
    Map<Kind, List<Long>> times = new EnumMap<>(Kind.class);
    for (Kind kind : order) {
      long start = System.nanoTime();
      ask(kind);
      times
          .computeIfAbsent(kind, none -> new ArrayList<>())
          .add((System.nanoTime() - start) / 1_000);
    }
    Map<Kind, Long> medians = new EnumMap<>(Kind.class);
    times.forEach(
        (kind, all) -> {
          Collections.sort(all);
          medians.put(kind, all.get(all.size() / 2));
        });
    return medians;
  }
}
