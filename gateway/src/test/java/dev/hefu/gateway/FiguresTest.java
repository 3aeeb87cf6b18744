package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.OpenedFigures;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.CountKit;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FigureFacts;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Use;
import dev.hefu.schemas.sharing.SharingAgreement;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures over HTTP. Each test has a purpose of its own, and so a group and questions of its own:
 * an answer stays for its day.
 */
final class FiguresTest {
  private static final Map<String, String> BANDS = new ConcurrentHashMap<>();
  private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());

  /** Whether the commit believes whoever was counted, which is the control. */
  private static final AtomicBoolean TRUSTING = new AtomicBoolean();

  /** Run once, when the wallet next looks somebody up. */
  private static volatile @Nullable Runnable meanwhile;

  private static TestNetwork network;
  private static Crowd crowd;
  private static BandFigures figures;

  /** Somebody without any agreement. */
  private static TestNetwork.Partner stranger;

  /** An agreement of its own, whose questions a test may spend. */
  private static SharingAgreement delivery;

  private static final List<String> GROUP = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    network =
        new TestNetwork(
            FiguresTest::profile,
            new CarelessFacts(
                new AdmissionFacts(),
                (now, claims) -> TRUSTING.get() ? trusted(now, claims) : now));
    crowd = new Crowd(network);
    figures = new BandFigures(network);
    stranger = network.partner("stranger-" + network.market.id(), ParticipantKind.BRAND, null);
    figures.agree(
        Purpose.RESEARCH,
        Purpose.MARKETING,
        Purpose.SERVICE,
        Purpose.SETTLEMENT,
        Purpose.FRAUD_PREVENTION);
    delivery = figures.agree(Purpose.DELIVERY);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @BeforeEach
  void forget() {
    network.hostileCounts = null;
    ASKED.clear();
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    Runnable once = meanwhile;
    meanwhile = null;
    if (once != null) {
      once.run();
    }
    ASKED.add(query.subject());
    String band = BANDS.get(query.subject());
    return band == null
        ? Map.of()
        : Map.of(
            "payment.sensitive", JsonNodeFactory.instance.objectNode().put("creditBand", band));
  }

  private static void with(String band, List<String> walletIds) {
    walletIds.forEach(id -> BANDS.put(id, band));
  }

  /** The numbers that are told, by band. */
  private static Map<String, Integer> numbers(Figures figures) {
    assertEquals(6, figures.groups().size(), "five bands, and those who have none");
    Map<String, Integer> numbers = new HashMap<>();
    for (Figures.Group group : figures.groups()) {
      Integer persons = group.persons();
      if (persons != null) {
        numbers.put(group.values().getOrDefault("creditBand", "none"), persons);
      }
    }
    return numbers;
  }

  private static Problem refused(Answer<ExchangeAnswer> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).problem();
  }

  @Test
  void groupsAreCountedRoundedAndHiddenAndStayForTheDayOnEveryNode() throws Exception {
    Purpose purpose = Purpose.RECOMMENDATION;
    with("A", crowd.add(22, purpose));
    with("B", crowd.add(11, purpose));
    with("C", crowd.add(12, purpose));
    String key = PartnerClient.newIdempotencyKey();
    ExchangeAnswer answer =
        network.market.client().figures(figures.question(purpose), key).orThrow();
    OpenedFigures.Verified first = figures.opened(purpose, answer);
    assertEquals(45, first.figures().persons());
    assertEquals(Map.of("A", 20), numbers(first.figures()));
    assertEquals(45, ASKED.size());

    with("A", crowd.add(24, purpose));
    Gateway node = network.anotherNode();
    PartnerClient other = network.client(network.market, node.url());
    ExchangeAnswer again =
        other.figures(figures.question(purpose), PartnerClient.newIdempotencyKey()).orThrow();
    assertEquals(
        first.text(), figures.opened(purpose, again).text(), "another answer on the same day");
    assertEquals(45, ASKED.size(), "the provider was asked again");
    assertTrue(again.evidence().index() > answer.evidence().index());

    ExchangeAnswer replay =
        network.market.client().figures(figures.question(purpose), key).orThrow();
    assertEquals(answer.envelope(), replay.envelope());
    figures.opened(purpose, replay);

    // The control: were it not kept, today's answer would be another.
    forget(purpose);
    assertEquals(
        45, numbers(figures.opened(purpose, figures.ask(purpose).orThrow()).figures()).get("A"));
  }

  /** Takes away the answers that are kept of a purpose's questions. */
  private static void forget(Purpose purpose) {
    DSL.using(network.database, SQLDialect.POSTGRES)
        .execute(
            "DELETE FROM policy.figure_answers WHERE answer LIKE '%\"" + purpose.code() + "\"%'");
  }

  @Test
  void nineteenAreNoGroupAndTwentyAre() {
    Purpose purpose = Purpose.SERVICE;
    String nobody = told(refused(figures.ask(purpose)));
    with("A", crowd.add(19, purpose));
    assertEquals(nobody, told(refused(figures.ask(purpose))), "19 are told from nobody");
    assertTrue(nobody.contains("not-permitted"), nobody);
    assertEquals(0, ASKED.size(), "the provider learns who would be counted");
    with("A", crowd.add(1, purpose));
    assertEquals(20, figures.opened(purpose, figures.ask(purpose).orThrow()).figures().persons());
  }

  /** The problem as it was sent, without the ids and the proof that every answer has anew. */
  private static String told(Problem problem) {
    ObjectNode json = (ObjectNode) MessageCodec.tree(problem);
    return json.without(List.of("exchange", "evidence", "trace")).toString();
  }

  @Test
  void whoRevokesBeforeTheCommitIsNotInTheAnswer() {
    Purpose purpose = Purpose.RESEARCH;
    crowd.add(20, purpose);
    Person person = network.person();
    ConsentView consent = person.client().grant(grant(purpose)).orThrow();
    List<Long> revocation = new ArrayList<>();
    meanwhile =
        () -> {
          ConsentView ended = person.client().revoke(consent.reference()).orThrow();
          revocation.add(Objects.requireNonNull(ended.evidence()).index());
        };
    ExchangeAnswer answer = figures.ask(purpose).orThrow();
    assertEquals(41, ASKED.size(), "counted once with the person and once without");
    assertFalse(ASKED.subList(21, 41).contains(person.walletId()));
    assertTrue(answer.evidence().index() > revocation.getFirst());
    assertEquals(List.of(), person.client().uses().orThrow().items());
  }

  @Test
  void controlWithoutTheLookAtCommitWhoRevokedIsInTheAnswer() {
    Purpose purpose = Purpose.SETTLEMENT;
    crowd.add(20, purpose);
    Person person = network.person();
    ConsentView consent = person.client().grant(grant(purpose)).orThrow();
    meanwhile = () -> person.client().revoke(consent.reference()).orThrow();
    TRUSTING.set(true);
    try {
      figures.ask(purpose).orThrow();
    } finally {
      TRUSTING.set(false);
    }
    assertTrue(ASKED.contains(person.walletId()));
    Use use = person.client().uses().orThrow().items().getFirst();
    assertEquals("PERMIT", use.outcome(), "the control tells of somebody who revoked");
  }

  @Test
  void thePersonSeesThatTheirDataWentIntoAFigureAndTheLogDoesNotSayWho() {
    Purpose purpose = Purpose.MARKETING;
    crowd.add(20, purpose);
    Person person = network.person();
    Person other = network.person();
    ConsentView consent = person.client().grant(grant(purpose)).orThrow();
    ExchangeAnswer answer = figures.ask(purpose).orThrow();
    Use use = person.client().uses().orThrow().items().getFirst();
    assertEquals(answer.exchange(), use.exchange());
    assertEquals(Tier.AGGREGATE, use.tier());
    assertEquals(network.market.id(), use.consumer());
    assertEquals(network.wallet.id(), use.provider());
    assertEquals(List.of("payment.sensitive"), use.cells());
    assertEquals(consent.reference(), use.consent());
    assertEquals(List.of(), other.client().uses().orThrow().items());

    JsonNode leaf = StrictJson.trusted(answer.evidence().leaf().getBytes(StandardCharsets.UTF_8));
    assertEquals("exchange", leaf.path("kind").asText());
    assertEquals(5, leaf.path("sd").size());
    assertEquals(3, leaf.path("tags").size());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fewer than nobody       | [{'values':['A'],'persons':-1}]",
        "more than were asked of | [{'values':['A'],'persons':26}]",
        "more in sum             | [{'values':['A'],'persons':15},{'values':['B'],'persons':12}]",
        "a group twice           | [{'values':['A'],'persons':1},{'values':['A'],'persons':1}]",
        "half a person           | [{'values':['A'],'persons':0.5}]",
        "a number in words       | [{'values':['A'],'persons':'20'}]",
        "beyond any number       | [{'values':['A'],'persons':99999999999999999999}]",
        "no values               | [{'persons':20}]",
        "no list                 | {'A':20}",
      })
  void countsThatCannotBeAreRefused(String name, String counts) {
    hostile(counts, network.wallet.keys(), null);
    Problem problem = refused(askTheHostile());
    assertEquals(ErrorCode.PROVIDER_ANSWER_INVALID, problem.code());
    assertNotNull(problem.evidence(), "a refusal after a decision leaves a leaf");
  }

  @Test
  void countsOfAnotherExchangeOrSignerAreRefused() {
    String counts = "[{'values':['A'],'persons':20}]";
    hostile(counts, network.wallet.keys(), UUID.randomUUID().toString());
    assertEquals(ErrorCode.PROVIDER_ANSWER_INVALID, refused(askTheHostile()).code());
    hostile(counts, network.market.keys(), null);
    assertEquals(ErrorCode.PROVIDER_ANSWER_INVALID, refused(askTheHostile()).code());
    network.hostileCounts = exchange -> exchange.sendResponseHeaders(500, -1);
    assertEquals(ErrorCode.PROVIDER_ANSWER_INVALID, refused(askTheHostile()).code());
  }

  @Test
  void valuesThatTheSchemaDoesNotListAreDroppedAndAlarmed() throws Exception {
    double before = dropped();
    Purpose purpose = Purpose.FRAUD_PREVENTION;
    hostile(
        "[{'values':['Alice Chan, +86 13012345678'],'persons':1},{'values':['A'],'persons':20},"
            + "{'values':[7],'persons':1},{'values':['B','C'],'persons':1}]",
        network.wallet.keys(),
        null);
    OpenedFigures.Verified verified = figures.opened(purpose, askTheHostile().orThrow());
    assertFalse(verified.text().contains("Alice"));
    assertEquals(before + 3, dropped());
    // Other tests ask the same question of a provider that lies otherwise.
    forget(purpose);
  }

  private static double dropped() throws Exception {
    HttpRequest metrics = HttpRequest.newBuilder(network.gateway.url().resolve("/metrics")).build();
    return network
        .http
        .send(metrics, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("hefu_provider_cells_dropped_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** A question that no test before has got an answer to. */
  private static Answer<ExchangeAnswer> askTheHostile() {
    if (GROUP.isEmpty()) {
      GROUP.addAll(crowd.add(25, Purpose.FRAUD_PREVENTION));
    }
    return figures.ask(Purpose.FRAUD_PREVENTION);
  }

  /** The wallet answers with these counts whatever it is asked. */
  private static void hostile(String counts, PrivateKeySet keys, @Nullable String nonce) {
    network.hostileCounts =
        exchange -> {
          try (exchange) {
            String jws =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]);
            String asked = StrictJson.trusted(payload).path("exchange").asText();
            String answer =
                "{'iss':'%s','nonce':'%s','counts':%s}"
                    .formatted(network.wallet.id(), nonce == null ? asked : nonce, counts)
                    .replace('\'', '"');
            byte[] body =
                Signer.of(keys)
                    .jws(CountKit.ANSWER_JWS_TYPE, answer.getBytes(StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", CountKit.ANSWER_TYPE);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"merchantCategories", "preferredMethods", "nothing", "creditBand#year", "title"})
  void onlyFieldsWhoseValuesTheSchemaClosesCanBeAskedFor(String field) {
    FigureRequest request =
        new FigureRequest(
            network.wallet.id(), TestNetwork.DATASET, 1, Purpose.RECOMMENDATION, List.of(field));
    Problem problem =
        refused(network.market.client().figures(request, PartnerClient.newIdempotencyKey()));
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertTrue(problem.detail().contains(field), problem::detail);
  }

  @Test
  void whoHasNoAgreementIsToldSoAndNothingElse() {
    FigureRequest request = figures.question(Purpose.RECOMMENDATION);
    Problem problem =
        refused(stranger.client().figures(request, PartnerClient.newIdempotencyKey()));
    assertEquals(ErrorCode.AGREEMENT_MISSING, problem.code());
  }

  @Test
  void theHundredAndFirstQuestionOfAMonthIsRefusedAndARepeatIsNot() {
    Purpose purpose = Purpose.DELIVERY;
    crowd.add(20, purpose);
    DSLContext database = DSL.using(network.database, SQLDialect.POSTGRES);
    Table<?> answers = DSL.table("policy.figure_answers");
    // Under another agreement of the two, which makes no difference.
    database.execute(
        "INSERT INTO policy.figure_answers SELECT 'spent-' || n, '%s'::uuid,"
                .formatted(network.sharing.id())
            + " (clock_timestamp() AT TIME ZONE 'UTC')::date, '', gen_random_uuid()"
            + " FROM generate_series(1, %d) AS n".formatted(100 - database.fetchCount(answers)));
    Problem problem = refused(figures.ask(purpose));
    assertEquals(ErrorCode.BUDGET_EXCEEDED, problem.code());
    assertTrue(problem.detail().contains("questions (100 a month)"), problem::detail);
    database.execute("DELETE FROM policy.figure_answers WHERE question = 'spent-1'");
    figures.ask(purpose).orThrow();
    figures.ask(purpose).orThrow();
    assertEquals(100, database.fetchCount(answers));
    database.execute("DELETE FROM policy.figure_answers WHERE question LIKE 'spent-%'");
  }

  private static ConsentGrant grant(Purpose purpose) {
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    ObjectNode grant = MessageCodec.tree(like).deepCopy();
    return MessageCodec.answer(grant.put("purpose", purpose.code()), ConsentGrant.class);
  }

  /** Believes whoever was counted: what the commit must not do. */
  private static Facts trusted(Facts now, List<Claim> claims) {
    Map<UUID, Integer> standing = new HashMap<>();
    for (Claim claim : claims) {
      if (claim.proposal() instanceof Proposal.Figure figure) {
        standing.put(claim.exchange(), figure.counted().size());
      }
    }
    return new Facts(
        now.now(),
        now.consents(),
        now.links(),
        now.agreements(),
        now.participants(),
        now.idempotency(),
        now.rules(),
        new FigureFacts(standing, now.figures().answered(), now.figures().asked()),
        now.proofs(),
        now.approvals());
  }
}
