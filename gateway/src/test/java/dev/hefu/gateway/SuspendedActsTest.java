package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.Participant;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.SignInPlace;
import dev.hefu.schemas.revenue.Adjustment;
import dev.hefu.schemas.revenue.AdjustmentProposal;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.sharing.SharingAgreement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wallet whose key may have leaked is suspended at one node. At another it then binds nobody and
 * nobody's data is told to it; it reads, and ends what it has allowed.
 */
final class SuspendedActsTest {
  private static final Set<String> FETCHED = ConcurrentHashMap.newKeySet();

  /** Where it is looked at, each taken out of its source, and what stands there instead. */
  private static final List<List<String>> CHECKS =
      List.of(
          List.of(
              "operation/ParticipantActs.java",
              "participants.suspended(",
              "false && participants.suspended("),
          List.of(
              "webhook/WebhookEndpoints.java",
              "participants.suspended(",
              "false && participants.suspended("),
          List.of(
              "person/PersonLinks.java",
              "participants.suspended(",
              "false && participants.suspended("),
          List.of(
              "exchange/Exchange.java",
              "caller.get().suspended() || provider.get().suspended()",
              "false"),
          List.of(
              "figure/FigureExchange.java",
              "asked.consumer().suspended() || asked.provider().suspended()",
              "false"),
          List.of(
              "exchange/AdmissionFacts.java",
              "SELECT id, version, suspended",
              "SELECT id, version, false"));

  /** Acts that need more than stands ready here; that they would be refused is told before. */
  private static final List<String> UNFIT =
      List.of(
          "signs to share",
          "provides",
          "counts",
          "sends events",
          "proposes an adjustment",
          "approves an adjustment",
          "says that a person was told");

  private static final Adjustment NO_ADJUSTMENT =
      new Adjustment(
          UUID.randomUUID().toString(),
          "agreement",
          "source",
          "event",
          "line",
          AdjustmentProposal.Decision.SETTLE,
          "",
          "",
          YearMonth.of(2026, 1),
          "market",
          Instant.EPOCH,
          null,
          null,
          null,
          null,
          null);

  private static TestNetwork network;
  private static RevenueAgreement revenue;
  private static URI elsewhere;

  /** The wallet and the market at a node that is not the one where it is suspended. */
  private static PartnerClient wallet;

  private static PartnerClient market;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    FETCHED.add(query.subject());
    return TestNetwork.card(query);
  }

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(SuspendedActsTest::profile);
    elsewhere = network.anotherNode().url();
    wallet = at(elsewhere, network.wallet);
    market = at(elsewhere, network.market);
    revenue = network.revenueAgreement();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static PartnerClient at(URI node, TestNetwork.Partner partner) {
    return new PartnerClient(network.calls(partner.tokens(), node), Signer.of(partner.keys()));
  }

  private static boolean isSuspended(Answer<?> answer) {
    return answer instanceof Answer.Refused<?>(Problem problem)
        && problem.code() == ErrorCode.PARTICIPANT_SUSPENDED;
  }

  private static void suspended(String what, Answer<?> answer) {
    Problem problem = assertInstanceOf(Answer.Refused.class, answer, what).problem();
    assertEquals(ErrorCode.PARTICIPANT_SUSPENDED, problem.code(), what);
  }

  /** A node may have read of a participant a second ago; only the log's lock knows better. */
  private static void untilSeen(Participant.Status status) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (market.participant(network.wallet.id()).orThrow().status() != status) {
      assertTrue(System.nanoTime() - end < 0, "not seen network-wide within a minute");
    }
  }

  private static Person consenting() {
    Person person = network.person();
    network.consent(person);
    return person;
  }

  private static UUID exchange(Answer<?> refused) {
    Problem problem = assertInstanceOf(Answer.Refused.class, refused).problem();
    assertEquals(ErrorCode.APPROVAL_NEEDED, problem.code());
    UUID exchange = problem.exchange();
    assertNotNull(exchange);
    return exchange;
  }

  private static Answer<?> ask(PartnerClient market, Person person) {
    return market.exchange(
        network.request(person.marketId(), network.reference(person)),
        PartnerClient.newIdempotencyKey());
  }

  private static DatasetPublication dataset(String name) {
    ObjectNode schema = Dataset.builtIn(TestNetwork.DATASET, 1).orElseThrow().schema();
    return new DatasetPublication(name, 1, schema);
  }

  private static ObjectNode revenue(RevenueAgreement like) {
    ObjectNode document = like.document().deepCopy();
    document.put("name", "other-" + UUID.randomUUID());
    document.putObject("selects").putArray("brand").add(UUID.randomUUID().toString());
    return document;
  }

  /** What the acts are about: somebody who consented, and who has no link with the wallet yet. */
  private record World(
      Person person,
      Person other,
      LinkNonce nonce,
      SharingAgreement open,
      RevenueAgreement unsigned) {
    static World make() {
      Person other = network.stranger();
      network.link(other.client(), network.market, other.marketId());
      return new World(
          consenting(),
          other,
          other.client().requestLink(network.wallet.id()).orThrow(),
          market.propose(network.sharing.terms()).orThrow(),
          market.propose(revenue(revenue)).orThrow());
    }
  }

  /** At one node. */
  private static Map<String, Supplier<Answer<?>>> acts(World world, URI node) {
    PartnerClient wallet = at(node, network.wallet);
    PartnerClient market = at(node, network.market);
    Person person = world.person();
    Person other = world.other();
    PersonClient linking = new PersonClient(network.calls(other.tokens(), node));
    ConsentAttestation attested =
        new ConsentAttestation(
            person.walletId(),
            network.grant(
                network.wallet,
                Purpose.RECOMMENDATION,
                new ConsentGrant.Flags(true, false, false, false)),
            "a".repeat(43));

    Map<String, Supplier<Answer<?>>> acts = new LinkedHashMap<>();
    acts.put("publishes", () -> wallet.publish(dataset("payment-profile-" + UUID.randomUUID())));
    acts.put("proposes to share", () -> wallet.propose(network.sharing.terms()));
    acts.put("signs to share", () -> wallet.countersign(world.open()));
    acts.put("proposes revenue", () -> wallet.propose(revenue(revenue)));
    acts.put("signs revenue", () -> wallet.countersign(world.unsigned()));
    acts.put(
        "proposes an adjustment",
        () ->
            wallet.propose(
                new AdjustmentProposal(
                    "source", "event", AdjustmentProposal.Decision.SETTLE, "it came too late")));
    acts.put("approves an adjustment", () -> wallet.approve(NO_ADJUSTMENT));
    acts.put(
        "asks for consent",
        () ->
            wallet.requestConsent(
                TestNetwork.grant(
                    network.market,
                    network.wallet,
                    Purpose.RECOMMENDATION,
                    ConsentGrant.Mode.PERIODIC,
                    TestNetwork.ALL_BUT_ABROAD_AND_GUARDIAN)));
    acts.put("says that a person was told", () -> wallet.told("a".repeat(26)));
    acts.put(
        "says where to sign in",
        () -> wallet.signInAt(new SignInPlace(URI.create("https://wallet.example"), "hefu")));
    acts.put(
        "says where to be told",
        () -> wallet.receiveWebhooksAt(URI.create("https://wallet.example/told")));
    acts.put("attests", () -> wallet.attest(attested));
    acts.put("sends events", () -> wallet.send(List.of(JsonNodeFactory.instance.objectNode())));
    acts.put(
        "links",
        () ->
            linking.completeLink(
                LinkTokens.issue(
                    Signer.of(network.wallet.keys()),
                    other.walletId(),
                    node,
                    world.nonce(),
                    Instant.now(),
                    null)));
    acts.put("provides", () -> ask(market, person));
    acts.put(
        "counts",
        () ->
            market.figures(
                new FigureRequest(
                    network.wallet.id(),
                    TestNetwork.DATASET,
                    1,
                    Purpose.RECOMMENDATION,
                    List.of("creditBand")),
                PartnerClient.newIdempotencyKey()));
    return acts;
  }

  @Test
  void whoIsSuspendedBindsNobodyAndIsToldOfNobody() {
    World world = World.make();
    Map<String, Supplier<Answer<?>>> acts = acts(world, elsewhere);
    network.operator.suspend(network.wallet.id(), "its key may have leaked").orThrow();
    untilSeen(Participant.Status.SUSPENDED);
    acts.forEach((what, act) -> suspended(what, act.get()));
    assertFalse(FETCHED.contains(world.person().walletId()), "nobody's id was told to it");
    assertEquals(1, world.other().client().links().orThrow().items().size());
    wallet.consentsAsProvider().orThrow();
    wallet.sharingAgreement(world.open().id()).orThrow();
    wallet.terminate(world.open().id()).orThrow();
    wallet.terminate(revenue, LocalDate.of(2040, 1, 1)).orThrow();

    network.operator.resume(network.wallet.id()).orThrow();
    untilSeen(Participant.Status.ACTIVE);
    // What was proposed is terminated, and of the others there is nothing here that they fit.
    acts.keySet().removeAll(UNFIT);
    acts.forEach((what, act) -> assertInstanceOf(Answer.Success.class, act.get(), what));
    approvesNobody();
  }

  /**
   * A node without these looks, but otherwise whole, at which the acts are tried one after the
   * other: each is done, or refused for another reason, so the test looks at each.
   */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheLooksNoActIsRefusedForThat(@TempDir Path folder) throws Exception {
    for (List<String> check : CHECKS) {
      Mutant.of(folder, check.get(0), check.get(1), check.get(2));
    }
    World world = World.make();
    network.operator.suspend(network.wallet.id(), "its key may have leaked").orThrow();
    untilSeen(Participant.Status.SUSPENDED);
    try (NodeProcess node = new Mutant(folder).node(network)) {
      acts(world, node.url())
          .forEach(
              (what, act) -> {
                Answer<?> answer = act.get();
                assertFalse(isSuspended(answer), () -> what + " would not notice");
                assertTrue(UNFIT.contains(what) || answer instanceof Answer.Success, what);
              });
      assertTrue(FETCHED.contains(world.person().walletId()));
    } finally {
      network.operator.resume(network.wallet.id()).orThrow();
    }
  }

  private static void approvesNobody() {
    wallet.terminate(network.sharing.id()).orThrow();
    market
        .countersign(wallet.propose(ApprovalsTest.approved(network.sharing.terms())).orThrow())
        .orThrow();
    Person person = consenting();
    UUID exchange = exchange(ask(market, person));
    network.operator.suspend(network.wallet.id(), "its key may have leaked").orThrow();
    suspended("approves", wallet.approve(exchange, new ApprovalGrant(1, null)));
    assertEquals(1, wallet.approvals(PageRequest.FIRST).orThrow().items().size());
    assertEquals(
        Approval.State.DECLINED,
        wallet.decline(exchange, new ApprovalRefusal(1, "not now")).orThrow().state());
    network.operator.resume(network.wallet.id()).orThrow();
  }
}
