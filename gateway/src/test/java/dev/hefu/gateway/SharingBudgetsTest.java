package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementProposal;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.sharing.SharingBudgets;
import dev.hefu.schemas.sharing.SharingBudgets.Allowance;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budgets of a signed sharing agreement, over HTTP, at two nodes of one network. */
final class SharingBudgetsTest {
  private static final int PERSONS = 4;
  private static final int RECORDS = 2;

  private static TestNetwork network;
  private static List<PartnerClient> nodes;
  private static List<Person> persons;
  private static SharingAgreement inForce;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ArrayNode categories = fields.putArray("merchantCategories");
    for (int i = 0; i < RECORDS; i++) {
      categories.addObject().put("category", "Coffee " + i).put("frequency", "WEEKLY");
    }
    return Map.of("payment.sensitive", fields);
  }

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(SharingBudgetsTest::profile);
    TestNetwork.Partner market = network.market;
    nodes = List.of(market.client(), network.client(market, network.anotherNode().url()));
    persons = IntStream.range(0, PERSONS).mapToObj(i -> network.person()).toList();
    persons.forEach(network::consent);
    inForce = network.sharing;
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static SharingAgreementTerms terms(@Nullable SharingBudgets budgets) {
    Instant from = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    return new SharingAgreementTerms(
        network.wallet.id(),
        network.market.id(),
        List.of(new DatasetVersion(TestNetwork.DATASET, 1)),
        List.of(Purpose.RECOMMENDATION),
        Tier.PSEUDONYMOUS,
        from,
        from.plus(Duration.ofDays(30)),
        budgets);
  }

  /** Ends the agreement that holds and signs one with these budgets. */
  private static SharingAgreement agree(SharingBudgets budgets) {
    PartnerClient wallet = network.wallet.client();
    wallet.terminate(inForce.id()).orThrow();
    inForce =
        network.market.client().countersign(wallet.propose(terms(budgets)).orThrow()).orThrow();
    assertEquals(budgets, inForce.terms().budgets());
    return inForce;
  }

  private static ExchangeRequest cited(Person person) {
    return network.request(person.marketId(), network.reference(person));
  }

  private static Answer<ExchangeAnswer> ask(PartnerClient node, ExchangeRequest request) {
    return node.exchange(request, PartnerClient.newIdempotencyKey());
  }

  private static void assertRefused(ErrorCode code, String detail, Answer<ExchangeAnswer> answer) {
    Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
    assertEquals(code, refused.problem().code());
    assertEquals(detail, refused.problem().detail());
  }

  @Test
  void twoNodesGiveAsManyPersonsAsAgreedAndSayWhenThereAreMore() throws Exception {
    SharingAgreement agreed = agree(new SharingBudgets(null, new Allowance(2, Window.MONTH)));
    List<Answer<ExchangeAnswer>> answers = new ArrayList<>();
    List<ExchangeRequest> requests = persons.stream().map(SharingBudgetsTest::cited).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<ExchangeAnswer>>> asked = new ArrayList<>();
      for (ExchangeRequest request : requests) {
        for (PartnerClient node : nodes) {
          asked.add(threads.submit(() -> ask(node, request)));
        }
      }
      for (Future<Answer<ExchangeAnswer>> one : asked) {
        answers.add(one.get());
      }
    }
    Instant next = agreed.terms().validFrom().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
    String spent =
        "too little is left of the sharing agreement's budget of persons (2 a month) until " + next;
    int given = 0;
    for (int person = 0; person < PERSONS; person++) {
      boolean counted = answers.get(2 * person) instanceof Answer.Success;
      given += counted ? 1 : 0;
      for (Answer<ExchangeAnswer> answer : answers.subList(2 * person, 2 * person + 2)) {
        if (counted) {
          answer.orThrow();
        } else {
          assertRefused(ErrorCode.BUDGET_EXCEEDED, spent, answer);
        }
      }
      Answer<ExchangeAnswer> uncited =
          ask(nodes.getFirst(), network.request(persons.get(person).marketId(), null));
      if (counted) {
        uncited.orThrow();
      } else {
        assertRefused(ErrorCode.NOT_PERMITTED, ErrorCode.NOT_PERMITTED.title(), uncited);
      }
    }
    assertEquals(2, given);
  }

  @Test
  void recordsAreGivenUpToTheLimitAndAgainInTheNextWindow() throws Exception {
    SharingAgreement agreed =
        agree(new SharingBudgets(new Allowance(2 * RECORDS + 1, Window.DAY), null));
    ExchangeRequest request = cited(persons.getFirst());
    String key = PartnerClient.newIdempotencyKey();
    Evidence leaf = nodes.get(0).exchange(request, key).orThrow().evidence();
    assertTrue(said(leaf).contains("\"records\":" + RECORDS), said(leaf));
    nodes.get(1).exchange(request, key).orThrow();
    ask(nodes.get(1), request).orThrow();
    String spent =
        "too little is left of the sharing agreement's budget of records (5 a day) until "
            + agreed.terms().validFrom().plus(Duration.ofDays(1));
    for (PartnerClient node : nodes) {
      assertRefused(ErrorCode.BUDGET_EXCEEDED, spent, ask(node, request));
    }
    nodes.get(1).exchange(request, key).orThrow();
    aDayPasses();
    ask(nodes.get(0), request).orThrow();
  }

  @Test
  void anAnswerThatTheWindowNeverHoldsIsRefusedForGood() {
    agree(new SharingBudgets(new Allowance(RECORDS - 1, Window.HOUR), null));
    Answer<ExchangeAnswer> answer = ask(nodes.getFirst(), cited(persons.getFirst()));
    assertRefused(
        ErrorCode.BUDGET_EXCEEDED,
        "the sharing agreement's budget of records (1 an hour) is less than this answer alone has",
        answer);
    Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
    Evidence leaf = Objects.requireNonNull(refused.problem().evidence());
    assertTrue(said(leaf).contains("\"budget\":\"AGREEMENT_RECORDS\""), said(leaf));
  }

  /** The groups of a leaf, as its reader is told them. */
  private static String said(Evidence leaf) {
    return leaf.disclosures().stream()
        .map(one -> new String(Base64.getUrlDecoder().decode(one), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  /** Everything of the agreement becomes a day older. */
  private static void aDayPasses() throws SQLException {
    try (Connection connection = network.database.getConnection();
        Statement update = connection.createStatement()) {
      String id = "'" + inForce.id() + "'";
      update.execute(
          "UPDATE policy.sharing_agreements SET valid_from = valid_from - interval '1 day'"
              + " WHERE id = "
              + id);
      update.execute(
          "UPDATE policy.agreement_uses SET window_start = window_start - interval '1 day'"
              + " WHERE agreement = "
              + id);
    }
  }

  @Test
  void termsWithoutBudgetsAreTheBytesThatTheyWere() throws Exception {
    SharingAgreementTerms plain = terms(null);
    SharingAgreement proposed = network.wallet.client().propose(plain).orThrow();
    String canonical =
        ("{\"consumer\":\"%s\",\"datasets\":[{\"name\":\"payment-profile\",\"version\":1}],"
                + "\"highestTier\":\"PSEUDONYMOUS\",\"provider\":\"%s\","
                + "\"purposes\":[\"recommendation\"],\"validFrom\":\"%s\",\"validUntil\":\"%s\"}")
            .formatted(
                network.market.id(), network.wallet.id(), plain.validFrom(), plain.validUntil());
    byte[] digest = Providers.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest), proposed.digest());
    assertFalse(MessageCodec.tree(proposed).at("/terms").has("budgets"));
    network.wallet.client().terminate(proposed.id()).orThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"records\": null}",
        "{\"records\": {\"limit\": 0, \"window\": \"DAY\"}}",
        "{\"records\": {\"limit\": -1, \"window\": \"DAY\"}}",
        "{\"records\": {\"limit\": 1000000001, \"window\": \"DAY\"}}",
        "{\"records\": {\"limit\": 1.5, \"window\": \"DAY\"}}",
        "{\"records\": {\"limit\": \"1\", \"window\": \"DAY\"}}",
        "{\"records\": {\"limit\": 1, \"window\": \"WEEK\"}}",
        "{\"records\": {\"limit\": 1}}",
        "{\"subjects\": {\"limit\": 0, \"window\": \"MONTH\"}}",
        "{\"subjects\": {\"limit\": 1, \"window\": \"MONTH\", \"from\": 1}}",
        "{\"persons\": {\"limit\": 1, \"window\": \"MONTH\"}}"
      })
  void budgetsThatSayNothingOrTooMuchAreRefused(String budgets) {
    ObjectNode proposal =
        (ObjectNode)
            MessageCodec.tree(new SharingAgreementProposal(terms(null), "e30.e30.c2lnbmF0dXJl"));
    proposal
        .withObject("/terms")
        .set("budgets", StrictJson.trusted(budgets.getBytes(StandardCharsets.UTF_8)));
    Answer.Refused<?> refused =
        assertInstanceOf(
            Answer.Refused.class,
            network
                .wallet
                .calls()
                .post("/v1/sharing-agreements", proposal, SharingAgreement.class));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.problem().code());
    assertTrue(
        MessageCodec.tree(refused.problem()).toString().contains("/terms/budgets"),
        () -> refused.problem().toString());
  }
}
