package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.Use;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementProposal;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.sharing.SharingApprovals;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sharing agreement that has each person approved, over HTTP, at two nodes of one network. */
final class ApprovalsTest {
  private static final Set<String> FETCHED = ConcurrentHashMap.newKeySet();

  private static TestNetwork network;
  private static PartnerClient market;
  private static PartnerClient wallet;
  private static PartnerClient elsewhere;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    FETCHED.add(query.subject());
    return TestNetwork.card(query);
  }

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(ApprovalsTest::profile);
    market = network.market.client();
    wallet = network.wallet.client();
    elsewhere = network.client(network.market, network.anotherNode().url());
    wallet.terminate(network.sharing.id()).orThrow();
    SharingAgreement signed =
        market.countersign(wallet.propose(approved(network.sharing.terms())).orThrow()).orThrow();
    assertEquals(approved(network.sharing.terms()).approvals(), signed.terms().approvals());
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  /** The same terms, with each person approved. */
  static SharingAgreementTerms approved(SharingAgreementTerms like) {
    return new SharingAgreementTerms(
        like.provider(),
        like.consumer(),
        like.datasets(),
        like.purposes(),
        like.highestTier(),
        like.validFrom(),
        like.validUntil(),
        null,
        new SharingApprovals(like.datasets(), Tier.PSEUDONYMOUS));
  }

  private static Person consenting() {
    Person person = network.person();
    network.consent(person);
    return person;
  }

  private static ExchangeRequest cited(Person person) {
    return network.request(person.marketId(), network.reference(person));
  }

  private static Answer<ExchangeAnswer> ask(PartnerClient node, ExchangeRequest request) {
    return node.exchange(request, PartnerClient.newIdempotencyKey());
  }

  private static Problem refused(ErrorCode code, Answer<?> answer) {
    Problem problem = assertInstanceOf(Answer.Refused.class, answer).problem();
    assertEquals(code, problem.code(), () -> String.valueOf(problem.detail()));
    return problem;
  }

  /** The exchange that asked, whose refusal is a leaf like every decision. */
  private static UUID asked(Person person) {
    Problem problem = refused(ErrorCode.APPROVAL_NEEDED, ask(market, cited(person)));
    assertTrue(Objects.requireNonNull(problem.evidence()).index() > 0);
    return Objects.requireNonNull(problem.exchange());
  }

  private static ApprovalGrant days(int days, @Nullable Integer uses) {
    return new ApprovalGrant(days, uses);
  }

  @Test
  void whatIsAskedWaitsIsApprovedIsUsedAndIsTakenBack() throws Exception {
    Person person = consenting();
    UUID exchange = asked(person);
    assertTrue(!FETCHED.contains(person.walletId()), "the provider was asked before it approved");

    Approval waiting = wallet.approval(exchange).orThrow();
    assertEquals(Approval.State.WAITING, waiting.state());
    assertEquals(person.walletId(), waiting.subject());
    assertEquals(waiting.askedAt().truncatedTo(ChronoUnit.HOURS), waiting.askedAt());
    Approval consumers = market.approval(exchange).orThrow();
    assertEquals(person.marketId(), consumers.subject());
    assertEquals(network.reference(person), consumers.consent());
    assertNotEquals(waiting.consent(), consumers.consent());
    assertTrue(list(wallet, "WAITING").stream().anyMatch(one -> one.exchange().equals(exchange)));

    UUID again = refused(ErrorCode.APPROVAL_NEEDED, ask(elsewhere, cited(person))).exchange();
    assertNotEquals(exchange, again);
    refused(ErrorCode.NOT_FOUND, wallet.approval(Objects.requireNonNull(again)));

    Approval given = wallet.approve(exchange, days(30, null)).orThrow();
    assertEquals(Approval.State.APPROVED, given.state());
    Instant until = Objects.requireNonNull(given.until());
    assertEquals(until.truncatedTo(ChronoUnit.HOURS), until);
    assertTrue(until.isAfter(Instant.now().plus(Duration.ofDays(29))));
    assertTrue(said(given).contains("\"outcome\":\"approved\""), said(given));
    refused(ErrorCode.CONFLICT, wallet.approve(exchange, days(30, null)));

    String key = PartnerClient.newIdempotencyKey();
    market.exchange(cited(person), key).orThrow();
    ask(elsewhere, cited(person)).orThrow();
    market.exchange(cited(person), key).orThrow();
    assertEquals(2, market.approval(exchange).orThrow().used());

    Approval withdrawn = wallet.withdraw(exchange, "a test").orThrow();
    assertEquals(Approval.State.WITHDRAWN, withdrawn.state());
    assertNull(withdrawn.until());
    assertTrue(said(withdrawn).contains("\"reason\":\"a test\""), said(withdrawn));
    refused(ErrorCode.APPROVAL_NEEDED, market.exchange(cited(person), key));
    refused(ErrorCode.APPROVAL_NEEDED, ask(elsewhere, cited(person)));
    assertEquals(Approval.State.WAITING, wallet.approval(exchange).orThrow().state());
    List<Use> seen = person.client().uses().orThrow().items();
    assertTrue(
        seen.stream().anyMatch(use -> use.outcome().equals(ErrorCode.APPROVAL_NEEDED.code())));
    assertEquals(List.of("provider-has-withdrawn", "provider-has-approved"), said(seen));
    Use yes =
        seen.stream()
            .filter(use -> use.outcome().equals("provider-has-approved"))
            .findFirst()
            .orElseThrow();
    assertEquals(network.wallet.id(), yes.provider());
    assertEquals(network.market.id(), yes.consumer());
    assertEquals(Tier.PSEUDONYMOUS, yes.tier());
    assertEquals(TestNetwork.DATASET, yes.dataset());
    assertEquals(
        person.client().consents().orThrow().items().getFirst().reference(), yes.consent());
  }

  /** What providers said, as the person sees it, the latest first. */
  private static List<String> said(List<Use> uses) {
    return uses.stream().map(Use::outcome).filter(one -> one.startsWith("provider-has-")).toList();
  }

  /** The groups of a leaf, as its reader is told them. */
  private static String said(Approval step) {
    return Objects.requireNonNull(step.evidence()).disclosures().stream()
        .map(one -> new String(Base64.getUrlDecoder().decode(one), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  private static List<Approval> list(PartnerClient party, String state) {
    return party.approvals(PageRequest.FIRST).orThrow().items().stream()
        .filter(one -> one.state().name().equals(state))
        .toList();
  }

  @Test
  void aDeclinedRequestIsAskedForAgainOnlyWhenItsTimeIsOver() throws Exception {
    Person person = consenting();
    UUID exchange = asked(person);
    refused(ErrorCode.CONFLICT, wallet.withdraw(exchange, "nothing to take back"));
    Approval no = wallet.decline(exchange, new ApprovalRefusal(7, "in dispute")).orThrow();
    assertEquals(Approval.State.DECLINED, no.state());
    refused(ErrorCode.APPROVAL_DECLINED, ask(market, cited(person)));
    refused(ErrorCode.NOT_PERMITTED, ask(market, network.request(person)));
    refused(ErrorCode.CONFLICT, wallet.decline(exchange, new ApprovalRefusal(7, "again")));
    pass(exchange, Duration.ofDays(8));
    refused(ErrorCode.APPROVAL_NEEDED, ask(elsewhere, cited(person)));
    assertEquals(Approval.State.WAITING, market.approval(exchange).orThrow().state());
    wallet.approve(exchange, days(1, null)).orThrow();
    ask(market, cited(person)).orThrow();
    pass(exchange, Duration.ofDays(2));
    refused(ErrorCode.APPROVAL_NEEDED, ask(market, cited(person)));
  }

  /** The time until which something was said comes nearer. */
  private static void pass(UUID exchange, Duration time) throws Exception {
    try (Connection connection = network.database.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE policy.approvals SET valid_until = valid_until - ?::interval"
                    + " WHERE exchange = ?")) {
      update.setString(1, time.toSeconds() + " seconds");
      update.setObject(2, exchange);
      assertEquals(1, update.executeUpdate());
    }
  }

  @Test
  void twoNodesReleaseAsManyAnswersAsWereApproved() throws Exception {
    Person person = consenting();
    UUID exchange = asked(person);
    wallet.approve(exchange, days(30, 5)).orThrow();
    ExchangeRequest request = cited(person);
    List<Future<Answer<ExchangeAnswer>>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        asked.add(threads.submit(() -> ask(market, request)));
        asked.add(threads.submit(() -> ask(elsewhere, request)));
      }
    }
    int released = 0;
    for (Future<Answer<ExchangeAnswer>> one : asked) {
      if (one.get() instanceof Answer.Success) {
        released++;
      } else {
        refused(ErrorCode.APPROVAL_NEEDED, one.get());
      }
    }
    assertEquals(5, released);
    assertEquals(Approval.State.WAITING, wallet.approval(exchange).orThrow().state());
  }

  @Test
  void whoeverCitesNothingIsToldNothingAndNothingWaits() {
    Person person = consenting();
    refused(ErrorCode.NOT_PERMITTED, ask(market, network.request(person)));
    assertTrue(
        list(wallet, "WAITING").stream().noneMatch(one -> person.walletId().equals(one.subject())));
  }

  @Test
  void onlyTheProviderSaysAndOnlyThePartiesRead() throws Exception {
    Person person = consenting();
    UUID exchange = asked(person);
    refused(ErrorCode.NOT_FOUND, market.approve(exchange, days(1, null)));
    refused(ErrorCode.NOT_FOUND, market.decline(exchange, new ApprovalRefusal(1, "mine")));
    refused(ErrorCode.NOT_FOUND, market.withdraw(exchange, "mine"));
    TestNetwork.Partner stranger =
        network.partner(
            "stranger-" + UUID.randomUUID().toString().substring(0, 8),
            dev.hefu.schemas.ParticipantKind.BRAND,
            null);
    refused(ErrorCode.NOT_FOUND, stranger.client().approval(exchange));
    refused(ErrorCode.NOT_FOUND, stranger.client().approve(exchange, days(1, null)));
    assertEquals(List.of(), stranger.client().approvals(PageRequest.FIRST).orThrow().items());
    refused(
        ErrorCode.INVALID_REQUEST,
        network.wallet.calls().get("/v1/approvals?state=GONE", JsonNode.class));
    refused(
        ErrorCode.INVALID_REQUEST,
        network.wallet.calls().get("/v1/approvals?cursor=none-of-ours", JsonNode.class));
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (int i = 0; i < 3; i++) {
      asked(consenting());
    }
    List<UUID> whole =
        wallet.approvals(PageRequest.FIRST).orThrow().items().stream()
            .map(Approval::exchange)
            .toList();
    List<UUID> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          network.wallet.calls().get("/v1/approvals?limit=2" + cursor, JsonNode.class).orThrow();
      page.path("items").forEach(one -> paged.add(UUID.fromString(one.path("exchange").asText())));
      cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(whole, paged);
  }

  @Test
  void whoseConsentHasEndedIsNotApproved() {
    Person person = consenting();
    UUID exchange = asked(person);
    String own = person.client().consents().orThrow().items().getFirst().reference();
    String reference = network.reference(person);
    person.client().revoke(own).orThrow();
    refused(ErrorCode.CONFLICT, wallet.approve(exchange, days(1, null)));
    refused(ErrorCode.CONSENT_REVOKED, ask(market, network.request(person.marketId(), reference)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"days\": 0}",
        "{\"days\": 367}",
        "{\"days\": 1.5}",
        "{\"days\": 1, \"uses\": 0}",
        "{\"days\": 1, \"uses\": 1000001}",
        "{\"days\": 1, \"for\": \"ever\"}"
      })
  void aYesThatSaysTooLittleOrTooMuchIsRefused(String body) {
    refused(
        ErrorCode.INVALID_REQUEST,
        network
            .wallet
            .calls()
            .post(
                "/v1/approvals/" + UUID.randomUUID() + "/grant",
                StrictJson.trusted(body.getBytes(StandardCharsets.UTF_8)),
                Approval.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"datasets\": [], \"fromTier\": \"IDENTIFIED\"}",
        "{\"datasets\": [{\"name\": \"payment-profile\", \"version\": 1}]}",
        "{\"datasets\": [{\"name\": \"payment-profile\", \"version\": 1}],"
            + " \"fromTier\": \"AGGREGATE\"}",
        "{\"datasets\": [{\"name\": \"payment-profile\", \"version\": 2}],"
            + " \"fromTier\": \"IDENTIFIED\"}"
      })
  void termsThatHaveNobodyApprovedAreRefused(String approvals) {
    SharingAgreementTerms terms = network.sharing.terms();
    assertEquals(List.of(new DatasetVersion(TestNetwork.DATASET, 1)), terms.datasets());
    ObjectNode proposal =
        (ObjectNode) MessageCodec.tree(new SharingAgreementProposal(terms, "e30.e30.c2lnbmF0dXJl"));
    proposal
        .withObject("/terms")
        .set("approvals", StrictJson.trusted(approvals.getBytes(StandardCharsets.UTF_8)));
    Problem problem =
        refused(
            ErrorCode.INVALID_REQUEST,
            network
                .wallet
                .calls()
                .post("/v1/sharing-agreements", proposal, SharingAgreement.class));
    assertTrue(
        MessageCodec.tree(problem).toString().contains("approvals"), () -> problem.toString());
  }
}
