package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever may not know cannot tell whether a person exists, has consented, or has consented to
 * something else: the answer is the same, and takes as long. The bytes are compared with every
 * build, the times on demand: {@code mvn -pl gateway -am verify -Dtest=UniformAnswersTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.args=-Dhefu.uniform=true}.
 */
@Isolated("it measures time")
final class UniformAnswersTest {
  /** Of each kind; whatever else the machine does falls on all kinds alike, round by round. */
  private static final int ROUNDS = 2_000;

  private static final int WARM_UP = 300;

  /** How far medians may be apart, as a part of the smallest. */
  private static final double TOLERANCE = 0.05;

  /** A longer way of milliseconds is seen in fewer. */
  private static final int CONTROL_ROUNDS = 150;

  /** Whom nobody knows. */
  private static final String NOBODY = "m-" + "0".repeat(36);

  /** Where somebody who may not know asks about persons. */
  private enum Asked {
    EXCHANGE("/v1/exchanges"),
    FIGURES("/v1/figures"),
    ATTESTATION("/v1/attestations");

    private final String path;

    Asked(String path) {
      this.path = path;
    }
  }

  /**
   * What must not be told apart, and one that may. Of figures: nobody consented, one fewer than a
   * group, and a group whose consents are for one time each. Of an attestation: a customer whom the
   * provider has not linked, one who is not linked with the consumer, and one who has unlinked.
   */
  private enum Kind {
    NO_SUCH_PERSON,
    NO_CONSENT,
    NOT_PERMITTED,
    PERMITTED
  }

  private static final Set<Kind> ALIKE =
      EnumSet.of(Kind.NO_SUCH_PERSON, Kind.NO_CONSENT, Kind.NOT_PERMITTED);

  private static final Map<Asked, Map<Kind, Object>> MESSAGES = new EnumMap<>(Asked.class);

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    exchanges();
    figures();
    attestations();
  }

  private static void exchanges() {
    Person silent = network.person();
    Person other = network.person();
    Person open = network.person();
    other
        .client()
        .grant(
            network.grant(network.wallet, Purpose.SERVICE, TestNetwork.ALL_BUT_ABROAD_AND_GUARDIAN))
        .orThrow();
    network.consent(open);
    messages(
        Asked.EXCHANGE,
        network.request(NOBODY, null),
        network.request(silent),
        network.request(other),
        network.request(open));
  }

  private static void figures() throws Exception {
    ObjectNode terms = MessageCodec.tree(network.sharing.terms()).deepCopy();
    ArrayNode purposes = terms.putArray("purposes");
    List.of(Purpose.RESEARCH, Purpose.MARKETING, Purpose.SERVICE, Purpose.SETTLEMENT)
        .forEach(purpose -> purposes.add(purpose.code()));
    terms.put("highestTier", Tier.AGGREGATE.name());
    network
        .market
        .client()
        .countersign(
            network
                .wallet
                .client()
                .propose(MessageCodec.answer(terms, SharingAgreementTerms.class))
                .orThrow())
        .orThrow();
    Crowd crowd = new Crowd(network);
    crowd.add(19, Purpose.MARKETING);
    crowd.add(25, Purpose.SETTLEMENT, ConsentMode.ONE_TIME);
    crowd.add(20, Purpose.SERVICE);
    messages(
        Asked.FIGURES,
        question(Purpose.RESEARCH),
        question(Purpose.MARKETING),
        question(Purpose.SETTLEMENT),
        question(Purpose.SERVICE));
  }

  private static FigureRequest question(Purpose purpose) {
    return new FigureRequest(
        network.wallet.id(), TestNetwork.DATASET, 1, purpose, List.of("creditBand"));
  }

  private static void attestations() {
    Person elsewhere = network.stranger();
    network.link(elsewhere.client(), network.wallet, elsewhere.walletId());
    Person gone = network.person();
    gone.client()
        .links()
        .orThrow()
        .items()
        .forEach(link -> gone.client().unlink(link.id()).orThrow());
    messages(
        Asked.ATTESTATION,
        attestation(NOBODY),
        attestation(elsewhere.walletId()),
        attestation(gone.walletId()),
        attestation(network.person().walletId()));
  }

  private static ConsentAttestation attestation(String walletId) {
    return new ConsentAttestation(
        walletId,
        network.grant(
            network.wallet, Purpose.SERVICE, new ConsentGrant.Flags(true, false, false, false)),
        "e".repeat(43));
  }

  private static void messages(Asked asked, Object... each) {
    Map<Kind, Object> messages = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      messages.put(kind, each[kind.ordinal()]);
    }
    MESSAGES.put(asked, messages);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  /** The calls of whoever asks there. */
  private static HefuClient calls(Asked asked) {
    return asked == Asked.ATTESTATION ? network.wallet.calls() : network.market.calls();
  }

  private static HttpAnswer ask(HefuClient calls, Asked asked, Kind kind) {
    Object message = Objects.requireNonNull(Objects.requireNonNull(MESSAGES.get(asked)).get(kind));
    Map<String, String> key =
        asked == Asked.ATTESTATION
            ? Map.of()
            : Map.of("Idempotency-Key", PartnerClient.newIdempotencyKey());
    return calls.send(
        "POST",
        asked.path,
        new HefuClient.Body("application/json", MessageCodec.bytes(message)),
        key);
  }

  /**
   * All that was sent, without the ids, salts, digests and proof that every answer has anew: of
   * these, how long they are.
   */
  private static String told(HttpAnswer answer) {
    ObjectNode json = (ObjectNode) StrictJson.trusted(answer.body());
    JsonNode evidence = json.path("evidence");
    List<Integer> lengths = new ArrayList<>(List.of(evidence.path("leaf").asText().length()));
    evidence.path("disclosures").forEach(one -> lengths.add(length(one.asText())));
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(Set.of("date", "ratelimit", "content-length"));
    json.remove(List.of("exchange", "evidence", "instance"));
    return answer.status() + " " + headers + " " + json + " " + lengths;
  }

  /** Of what a disclosure says beside the purpose, which the caller itself named. */
  private static int length(String disclosure) {
    String text = new String(Base64.getUrlDecoder().decode(disclosure), StandardCharsets.UTF_8);
    for (Purpose purpose : Purpose.values()) {
      text = text.replace('"' + purpose.code() + '"', "");
    }
    return text.length();
  }

  private static Set<String> told(HefuClient calls, Asked asked) {
    return ALIKE.stream().map(kind -> told(ask(calls, asked, kind))).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void theBytesAreTheSame(Asked asked) {
    Set<String> answers = told(calls(asked), asked);
    assertEquals(1, answers.size(), answers::toString);
    String answer = answers.iterator().next();
    assertTrue(answer.contains("\"not-permitted\""), answer);
    assertNotEquals(answer, told(ask(calls(asked), asked, Kind.PERMITTED)));
  }

  /** A reference that somebody else was given is as good as an invented one. */
  @Test
  void whatAnotherWasGivenIsNothing() {
    Person person = network.person();
    String own = network.consent(person).reference();
    Set<String> answers =
        Set.of(own, "a".repeat(own.length())).stream()
            .map(reference -> network.request(person.marketId(), reference))
            .map(UniformAnswersTest::toldOf)
            .collect(Collectors.toSet());
    assertEquals(1, answers.size(), answers::toString);
    assertEquals(toldOf(network.request(NOBODY, null)), answers.iterator().next());
  }

  private static String toldOf(Object request) {
    return told(
        network
            .market
            .calls()
            .send(
                "POST",
                Asked.EXCHANGE.path,
                new HefuClient.Body("application/json", MessageCodec.bytes(request)),
                Map.of("Idempotency-Key", PartnerClient.newIdempotencyKey())));
  }

  @Test
  void whoCitesItsOwnReferenceIsToldMore() {
    Person person = network.person();
    String own = network.consent(person).reference();
    String reference = network.reference(person);
    person.client().revoke(own).orThrow();
    assertNotEquals(
        toldOf(network.request(NOBODY, null)),
        toldOf(network.request(person.marketId(), reference)));
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
    assertNoticed(talkative, Asked.EXCHANGE);
  }

  /** The leaf names the person where there is one. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlOneMoreGroupInTheLeafIsNoticed(@TempDir Path folder) throws Exception {
    Mutant naming =
        Mutant.of(
            folder,
            "figure/FigureExchange.java",
            "asked.scope(), Tally.SMALLEST_GROUP",
            "asked.scope(), 1");
    Mutant writing =
        Mutant.of(
            naming.folder(),
            "figure/DecidedFigure.java",
            "    groups.put(Group.DATA, data);",
            "    groups.put(Group.DATA, data);\n"
                + "    if (!people.isEmpty()) {\n"
                + "      groups.remove(Group.DATA);\n"
                + "    }");
    assertNoticed(writing, Asked.FIGURES);
  }

  /** Whom the provider has not is told at once. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlAnAttestationThatTellsOfLinksIsNoticed(@TempDir Path folder) throws Exception {
    Mutant talkative =
        Mutant.of(
            folder,
            "person/PersonConsents.java",
            ".orElseGet(UUID::randomUUID);",
            ".orElse(null);\n"
                + "              if (person == null) {\n"
                + "                return new ConsentOutcome.NotFound();\n"
                + "              }");
    assertNoticed(talkative, Asked.ATTESTATION);
  }

  private static void assertNoticed(Mutant mutant, Asked asked) throws Exception {
    try (NodeProcess node = mutant.node(network)) {
      Set<String> answers = told(at(node, asked), asked);
      assertEquals(2, answers.size(), answers::toString);
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
      HefuClient market = at(node, Asked.EXCHANGE);
      measure(market, Asked.EXCHANGE, CONTROL_ROUNDS, 1);
      Map<Kind, Long> medians = measure(market, Asked.EXCHANGE, CONTROL_ROUNDS, 2);
      System.out.println("medians in microseconds, one with a longer way: " + medians);
      assertTrue(apart(medians) > TOLERANCE, "the test would not notice it: " + medians);
    }
  }

  private static HefuClient at(NodeProcess node, Asked asked) {
    return network.calls(
        asked == Asked.ATTESTATION ? network.wallet.tokens() : network.market.tokens(), node.url());
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "hefu.uniform", matches = "true")
  void theTimesAreTheSame(Asked asked) {
    HefuClient calls = calls(asked);
    measure(calls, asked, WARM_UP, 1);
    Map<Kind, Long> medians = measure(calls, asked, ROUNDS, 2);
    System.out.println(asked + ", medians in microseconds: " + medians);
    assertTrue(apart(medians) <= TOLERANCE, "medians are apart: " + medians);
    if (asked == Asked.ATTESTATION) {
      // Of one person only so many are kept, after which it is a refusal as quick as these.
      return;
    }
    long permitted = Objects.requireNonNull(medians.get(Kind.PERMITTED));
    long alike = Objects.requireNonNull(medians.get(Kind.NO_SUCH_PERSON));
    assertTrue(
        Math.abs(permitted - alike) > alike * TOLERANCE,
        "the control cannot be told apart: " + medians);
  }

  /** How far the medians that must be alike are apart, as a part of the smallest. */
  private static double apart(Map<Kind, Long> medians) {
    LongSummaryStatistics alike =
        ALIKE.stream()
            .mapToLong(kind -> Objects.requireNonNull(medians.get(kind)))
            .summaryStatistics();
    return (alike.getMax() - alike.getMin()) / (double) alike.getMin();
  }

  private static Map<Kind, Long> measure(HefuClient calls, Asked asked, int rounds, long seed) {
    Random random = new Random(seed);
    List<Kind> round = Arrays.asList(Kind.values());
    Map<Kind, List<Long>> times = new EnumMap<>(Kind.class);
    for (int i = 0; i < rounds; i++) {
      Collections.shuffle(round, random);
      for (Kind kind : round) {
        long start = System.nanoTime();
        var _ = ask(calls, asked, kind);
        times
            .computeIfAbsent(kind, none -> new ArrayList<>())
            .add((System.nanoTime() - start) / 1_000);
      }
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
