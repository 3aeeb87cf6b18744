package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.GatewayDiscovery;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.officer.BreakGlassRequest;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.NoticeDraft;
import dev.hefu.schemas.officer.PolicyDraft;
import dev.hefu.schemas.officer.PolicyTrial;
import dev.hefu.schemas.officer.Resolution;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.SignInPlace;
import dev.hefu.schemas.revenue.Adjustment;
import dev.hefu.schemas.revenue.AdjustmentProposal;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.WaitingEvent;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.webhook.Webhook;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the contract succeeds once, and each answer on the way is as the contract
 * says.
 */
final class EveryOperationTest {
  private static final YearMonth PERIOD = YearMonth.of(2026, 6);
  private static final LocalDate FAR = LocalDate.of(2099, 1, 1);

  @Test
  void everyOperationAnswersAsTheContractSays() throws Exception {
    ContractChecks contract = new ContractChecks();
    try (TestNetwork network = new TestNetwork(TestNetwork::card, contract::see)) {
      forEverybody(network);
      participants(network);
      persons(network);
      requested(network);
      officers(network);
      money(network);
      Set<String> missing =
          Contract.load().operations().stream()
              .map(Operation::id)
              .collect(Collectors.toCollection(TreeSet::new));
      missing.removeAll(contract.succeeded());
      assertEquals(Set.of(), missing);
    }
  }

  private static void forEverybody(TestNetwork network) throws Exception {
    for (String path :
        List.of(
            "/health/live",
            "/health/ready",
            "/metrics",
            "/openapi.json",
            "/log/checkpoint",
            "/log/tile/0/000.p/1",
            "/log/tile/entries/000.p/1")) {
      HttpRequest request = HttpRequest.newBuilder(network.gateway.url().resolve(path)).build();
      HttpResponse<byte[]> answer =
          network.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode(), path);
    }
    GatewayDiscovery said =
        GatewayDiscovery.read(network.http, network.gateway.url(), network.gateway.logKey());
    assertEquals(network.keycloak.issuer(), said.issuer());
    assertEquals(network.gateway.publicKeys().toJson(), said.keys().toJson());
  }

  private static void participants(TestNetwork network) {
    PartnerClient market = network.market.client();
    market.participant(network.wallet.id()).orThrow();
    market.datasets(network.wallet.id()).orThrow();
    market.signInAt(new SignInPlace(network.keycloak.issuer(), "market-login")).orThrow();
    network.operator.suspend(network.wallet.id(), "key leaked").orThrow();
    network.operator.resume(network.wallet.id()).orThrow();
    network.operator.move(network.wallet.id(), "DE").orThrow();
    network.operator.move(network.wallet.id(), "CN").orThrow();
    network
        .operator
        .contact(network.wallet.id(), new Contact("dpo@wallet.example", null))
        .orThrow();
  }

  private static void persons(TestNetwork network) throws Exception {
    PartnerClient market = network.market.client();
    Person person = network.person();
    person.client().notice("data-sharing", "zh").orThrow();
    ConsentView consent = network.consent(person);
    market.receiveWebhooksAt(URI.create("https://market.example/webhooks")).orThrow();
    market.consents().orThrow();
    network.wallet.client().consentsAsProvider().orThrow();
    market.consent(network.reference(person)).orThrow();
    market.consentReceipt(network.reference(person)).orThrow();
    ExchangeAnswer answer =
        market.exchange(network.request(person), PartnerClient.newIdempotencyKey()).orThrow();
    market.receipt(answer.exchange()).orThrow();
    figures(network);
    person.client().pause(consent.reference()).orThrow();
    person.client().resume(consent.reference()).orThrow();
    person.client().consents().orThrow();
    person.client().uses().orThrow();
    person.client().revoke(consent.reference()).orThrow();
    Webhook told = market.webhooks(PageRequest.FIRST).orThrow().items().getFirst();
    market.acknowledge(ReceivedWebhook.of(told)).orThrow();
    person.client().consent(consent.reference()).orThrow();
    String link = person.client().links().orThrow().items().getFirst().id();
    person.client().unlink(link).orThrow();
  }

  private static void figures(TestNetwork network) throws Exception {
    new Crowd(network).add(20, Purpose.RECOMMENDATION);
    FigureRequest request =
        new FigureRequest(
            network.wallet.id(),
            TestNetwork.DATASET,
            1,
            Purpose.RECOMMENDATION,
            List.of("creditBand"));
    network.market.client().figures(request, PartnerClient.newIdempotencyKey()).orThrow();
  }

  /** Consents that begin with a participant. */
  private static void requested(TestNetwork network) throws Exception {
    Person asked = network.person();
    PersonClient person = asked.client();
    ConsentGrant grant = network.grant(ConsentGrant.Mode.PERIODIC);
    ConsentView opened = person.open(token(network, grant)).orThrow();
    person.accept(opened.reference(), new ConsentAcceptance(grant.flags(), "zh")).orThrow();
    ConsentView other = person.open(token(network, grant)).orThrow();
    person.deny(other.reference(), new ConsentDenial("zh")).orThrow();
    ObjectNode attested = MessageCodec.tree(grant).deepCopy();
    attested.withObject("/flags").put("sensitive", false);
    ConsentView elsewhere =
        network
            .wallet
            .client()
            .attest(
                new ConsentAttestation(
                    asked.walletId(),
                    MessageCodec.answer(attested, ConsentGrant.class),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32])))
            .orThrow();
    network.wallet.client().told(elsewhere.reference()).orThrow();
  }

  private static String token(TestNetwork network, ConsentGrant grant) {
    String path = network.market.client().requestConsent(grant).orThrow().url().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void money(TestNetwork network) {
    PartnerClient market = network.market.client();
    RevenueAgreement agreement = network.revenueAgreement();
    market.revenueAgreement(agreement.id()).orThrow();
    HttpAnswer refused = imported(network.wallet);
    assertEquals(403, refused.status(), "the wallet was not registered as an importer");
    assertTrue(refused.text().contains(ErrorCode.ROLE_MISSING.code()), refused::text);
    assertEquals(200, imported(network.market).status());
    adjusted(network);
    network.operator.close(agreement.id(), PERIOD).orThrow();
    String statement = market.statements(PERIOD).orThrow().items().getFirst().id();
    List<Statement.Line> lines = market.statement(statement).orThrow().lines();
    assertFalse(lines.isEmpty(), "the line was not settled");
    market.explain(lines.getFirst().posting()).orThrow();
    market.terminate(agreement, FAR).orThrow();
    String sharing = network.sharing.id();
    market.sharingAgreement(sharing).orThrow();
    market.terminate(sharing).orThrow();
    approvals(network);
  }

  /** What the wallet must approve, it declines, approves and takes back. */
  private static void approvals(TestNetwork network) {
    PartnerClient market = network.market.client();
    PartnerClient wallet = network.wallet.client();
    market
        .countersign(wallet.propose(ApprovalsTest.approved(network.sharing.terms())).orThrow())
        .orThrow();
    Person person = network.person();
    network.consent(person);
    market.exchange(
        network.request(person.marketId(), network.reference(person)),
        PartnerClient.newIdempotencyKey());
    UUID asked = wallet.approvals(PageRequest.FIRST).orThrow().items().getFirst().exchange();
    wallet.decline(asked, new ApprovalRefusal(1, "a test")).orThrow();
    wallet.approve(asked, new ApprovalGrant(1, null)).orThrow();
    market.approval(asked).orThrow();
    wallet.withdraw(asked, "a test").orThrow();
  }

  /** A live event of long ago is late: two parties decide that it is settled. */
  private static void adjusted(TestNetwork network) {
    PartnerClient market = network.market.client();
    ObjectNode late = paid(network.market.id()).put("id", "paid-late");
    late.withObject("/data").put("line", "2");
    market.send(List.of(late)).orThrow();
    WaitingEvent waiting = market.waitingEvents(PageRequest.FIRST).orThrow().items().getFirst();
    AdjustmentProposal proposal =
        new AdjustmentProposal(
            waiting.source(), waiting.event(), AdjustmentProposal.Decision.SETTLE, "a test");
    Adjustment proposed = market.propose(proposal).orThrow();
    network.wallet.client().approve(proposed).orThrow();
    market.adjustments(PageRequest.FIRST).orThrow();
  }

  private static void officers(TestNetwork network) throws Exception {
    HefuClient one = network.officer();
    HefuClient two = network.officer();
    NoticeDraft draft = new NoticeDraft("every-operation", "# 说明", "# Text", "a test", null);
    Motion notice = one.post("/v1/notices", draft, Motion.class).orThrow();
    MotionApproval yes = new MotionApproval(notice.digest());
    two.post("/v1/motions/" + notice.id() + "/approvals", yes, Motion.class).orThrow();
    one.get("/v1/motions/" + notice.id(), Motion.class).orThrow();
    one.get("/v1/motions", JsonNode.class).orThrow();
    one.get("/v1/webhooks?state=ACKNOWLEDGED", JsonNode.class).orThrow();
    PolicyDraft rules = new PolicyDraft(RegoBundles.shipped(), "a test", null);
    Motion policy = one.post("/v1/policies", rules, Motion.class).orThrow();
    String trials = "/v1/motions/" + policy.id() + "/trials";
    two.post(trials, null, PolicyTrial.class).orThrow();
    Person person = network.person();
    network.consent(person);
    PartnerClient market = network.market.client();
    ExchangeAnswer answer =
        market.exchange(network.request(person), PartnerClient.newIdempotencyKey()).orThrow();
    BreakGlassRequest request =
        new BreakGlassRequest(
            answer.evidence().index(),
            network.wallet.id(),
            "a test of break-glass",
            null,
            Instant.now().plusSeconds(60));
    Motion glass = one.post("/v1/break-glass", request, Motion.class).orThrow();
    MotionApproval seen = new MotionApproval(glass.digest());
    String path = "/v1/motions/" + glass.id();
    two.post(path + "/approvals", seen, Motion.class).orThrow();
    network.officer().post(path + "/approvals", seen, Motion.class).orThrow();
    one.post(path + "/readings", null, Resolution.class).orThrow();
    Reason reason = new Reason("only a test");
    two.post("/v1/motions/" + notice.id() + "/rejection", reason, Motion.class).orThrow();
  }

  private static HttpAnswer imported(TestNetwork.Partner sender) {
    return sender
        .calls()
        .send(
            "POST",
            "/v1/events?arrival=import",
            new HefuClient.Body(
                "application/cloudevents-batch+json",
                MessageCodec.bytes(List.of(paid(sender.id())))),
            Map.of());
  }

  private static ObjectNode paid(String seller) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("type", "order.line.paid");
    event.put("source", "/participants/" + seller);
    event.put("id", "paid-1");
    event.put("time", "2026-06-10T12:00:00Z");
    event.put("receivedat", "2026-06-10T12:00:02Z");
    event.put("datacontenttype", "application/json");
    ObjectNode data = event.putObject("data");
    data.putObject("order").put("owner", seller).put("id", "order-1");
    data.put("line", "1").put("currency", "CNY").put("priceMinor", 1_000).put("quantity", 1);
    data.put("brand", TestNetwork.BRAND).put("sku", "item-1").put("group", "books");
    data.put("channel", "web");
    return event;
  }
}
