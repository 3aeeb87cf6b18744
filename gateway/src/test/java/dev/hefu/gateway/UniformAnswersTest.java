package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

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

  /** A longer way of milliseconds is seen in fewer. */
  private static final int CONTROL_CALLS = 400;

  /** Whom nobody knows. */
  private static final String NOBODY = "m-" + "0".repeat(36);

  /** What a stranger must not tell apart, and one that anybody may. */
  private enum Kind {
    NO_SUCH_PERSON,
    NO_CONSENT,
    NOT_PERMITTED,
    PERMITTED
  }

  private static final Set<Kind> ALIKE =
      EnumSet.of(Kind.NO_SUCH_PERSON, Kind.NO_CONSENT, Kind.NOT_PERMITTED);

  private static TestNetwork network;
  private static Map<Kind, ExchangeRequest> requests;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    Person silent = network.person();
    Person other = network.person();
    Person open = network.person();
    other
        .client()
        .grant(
            network.grant(network.wallet, Purpose.SERVICE, TestNetwork.ALL_BUT_ABROAD_AND_GUARDIAN))
        .orThrow();
    network.consent(open);
    requests = new EnumMap<>(Kind.class);
    requests.put(Kind.NO_SUCH_PERSON, network.request(NOBODY, null));
    requests.put(Kind.NO_CONSENT, network.request(silent));
    requests.put(Kind.NOT_PERMITTED, network.request(other));
    requests.put(Kind.PERMITTED, network.request(open));
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Answer<ExchangeAnswer> ask(Kind kind) {
    return ask(network.market.client(), kind);
  }

  private static Answer<ExchangeAnswer> ask(PartnerClient market, Kind kind) {
    return market.exchange(
        Objects.requireNonNull(requests.get(kind)), PartnerClient.newIdempotencyKey());
  }

  /** The problem as it was sent, without the ids and the proof that every answer has anew. */
  private static String told(Answer<ExchangeAnswer> answer) {
    Problem problem = ((Answer.Refused<ExchangeAnswer>) answer).problem();
    ObjectNode json = (ObjectNode) MessageCodec.tree(problem);
    return json.without(List.of("exchange", "evidence", "trace")).toString();
  }

  @Test
  void theBytesAreTheSame() {
    Set<String> answers = told(network.market.client());
    assertEquals(1, answers.size(), answers::toString);
    assertTrue(answers.iterator().next().contains("not-permitted"), answers::toString);
  }

  /** What a stranger is told, without what is equal. */
  private static Set<String> told(PartnerClient market) {
    return ALIKE.stream().map(kind -> told(ask(market, kind))).collect(Collectors.toSet());
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlOneOtherByteIsNoticed(@TempDir Path folder) throws Exception {
    Mutant talkative =
        Mutant.of(
            folder,
            "exchange/Exchange.java",
            "    return parts.commit().of(ready, decided::withheld);",
            "    ExchangeOutcome told = parts.commit().of(ready, decided::withheld);\n"
                + "    return told instanceof ExchangeOutcome.Refused refused\n"
                + "            && decided.asked().request().subject().equals(\""
                + NOBODY
                + "\")\n"
                + "        ? new ExchangeOutcome.Refused(refused.code(), refused.detail() +"
                + " \".\",\n"
                + "            refused.exchange(), refused.evidence())\n"
                + "        : told;");
    try (NodeProcess node = talkative.node(network)) {
      assertEquals(2, told(at(node)).size());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlALongerWayIsNoticed(@TempDir Path folder) throws Exception {
    Mutant slow =
        Mutant.of(
            folder,
            "exchange/Exchange.java",
            "    Candidate candidate = found.get();",
            "    Candidate candidate = found.get();\n    if (request.subject().equals(\""
                + NOBODY
                + "\")) {\n"
                + "      java.util.concurrent.locks.LockSupport.parkNanos(3_000_000L);\n"
                + "    }");
    try (NodeProcess node = slow.node(network)) {
      PartnerClient market = at(node);
      measure(market, WARM_UP, 1);
      Map<Kind, Long> medians = measure(market, CONTROL_CALLS, 2);
      System.out.println("medians in microseconds, one with a longer way: " + medians);
      assertTrue(apart(medians) > TOLERANCE, "the test would not notice it: " + medians);
    }
  }

  private static PartnerClient at(NodeProcess node) {
    return new PartnerClient(
        network.calls(network.market.tokens(), node.url()), Signer.of(network.market.keys()));
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
    PartnerClient market = network.market.client();
    measure(market, WARM_UP, 1);
    Map<Kind, Long> medians = measure(market, CALLS, 2);
    System.out.println("medians in microseconds: " + medians);
    assertTrue(apart(medians) <= TOLERANCE, "medians are apart: " + medians);
    long permitted = Objects.requireNonNull(medians.get(Kind.PERMITTED));
    long alike = Objects.requireNonNull(medians.get(Kind.NO_SUCH_PERSON));
    assertTrue(permitted > alike * (1 + TOLERANCE), "the control cannot be told apart: " + medians);
  }

  /** How far the medians that must be alike are apart, as a part of the smallest. */
  private static double apart(Map<Kind, Long> medians) {
    LongSummaryStatistics alike =
        ALIKE.stream()
            .mapToLong(kind -> Objects.requireNonNull(medians.get(kind)))
            .summaryStatistics();
    return (alike.getMax() - alike.getMin()) / (double) alike.getMin();
  }

  private static Map<Kind, Long> measure(PartnerClient market, int calls, long seed) {
    List<Kind> order = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      order.add(Kind.values()[i % Kind.values().length]);
    }
    Collections.shuffle(order, new Random(seed));
    Map<Kind, List<Long>> times = new EnumMap<>(Kind.class);
    for (Kind kind : order) {
      long start = System.nanoTime();
      var _ = ask(market, kind);
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
