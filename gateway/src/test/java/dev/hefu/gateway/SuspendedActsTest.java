package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
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
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.sharing.SharingAgreement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

/**
 * A wallet whose key may have leaked is suspended at one node. At another it then binds nobody and
 * nobody's data is told to it; it reads, and ends what it has allowed.
 */
final class SuspendedActsTest {
  private static final Set<String> FETCHED = ConcurrentHashMap.newKeySet();

  private static TestNetwork network;

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
    Gateway elsewhere = network.anotherNode();
    wallet = at(elsewhere, network.wallet);
    market = at(elsewhere, network.market);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static PartnerClient at(Gateway node, TestNetwork.Partner partner) {
    return new PartnerClient(network.calls(partner.tokens(), node), Signer.of(partner.keys()));
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

  private static Answer<?> ask(Person person) {
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

  @Test
  void whoIsSuspendedBindsNobodyAndIsToldOfNobody() {
    Person person = consenting();
    Person other = network.stranger();
    network.link(other.client(), network.market, other.marketId());
    LinkNonce nonce = other.client().requestLink(network.wallet.id()).orThrow();
    SharingAgreement open = market.propose(network.sharing.terms()).orThrow();
    RevenueAgreement revenue = network.revenueAgreement();
    RevenueAgreement unsigned = market.propose(revenue(revenue)).orThrow();
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
    acts.put("signs to share", () -> wallet.countersign(open));
    acts.put("proposes revenue", () -> wallet.propose(revenue(revenue)));
    acts.put("signs revenue", () -> wallet.countersign(unsigned));
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
            other
                .client()
                .completeLink(
                    LinkTokens.issue(
                        Signer.of(network.wallet.keys()),
                        other.walletId(),
                        network.gateway.url(),
                        nonce,
                        Instant.now(),
                        null)));
    acts.put("provides", () -> ask(person));
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

    network.operator.suspend(network.wallet.id(), "its key may have leaked").orThrow();
    untilSeen(Participant.Status.SUSPENDED);
    acts.forEach((what, act) -> suspended(what, act.get()));
    assertEquals(Set.of(), FETCHED, "nobody's id was told to it");
    assertEquals(1, other.client().links().orThrow().items().size());
    wallet.consentsAsProvider().orThrow();
    wallet.sharingAgreement(open.id()).orThrow();
    wallet.terminate(open.id()).orThrow();
    wallet.terminate(revenue, LocalDate.of(2040, 1, 1)).orThrow();

    network.operator.resume(network.wallet.id()).orThrow();
    untilSeen(Participant.Status.ACTIVE);
    // What was proposed is terminated, and of figures and events nothing is agreed here.
    acts.keySet().removeAll(List.of("signs to share", "provides", "counts", "sends events"));
    acts.forEach((what, act) -> assertInstanceOf(Answer.Success.class, act.get(), what));
    approvesNobody();
  }

  private static void approvesNobody() {
    wallet.terminate(network.sharing.id()).orThrow();
    market
        .countersign(wallet.propose(ApprovalsTest.approved(network.sharing.terms())).orThrow())
        .orThrow();
    Person person = consenting();
    UUID exchange = exchange(ask(person));
    network.operator.suspend(network.wallet.id(), "its key may have leaked").orThrow();
    suspended("approves", wallet.approve(exchange, new ApprovalGrant(1, null)));
    assertEquals(1, wallet.approvals(PageRequest.FIRST).orThrow().items().size());
    assertEquals(
        Approval.State.DECLINED,
        wallet.decline(exchange, new ApprovalRefusal(1, "not now")).orThrow().state());
    network.operator.resume(network.wallet.id()).orThrow();
  }
}
