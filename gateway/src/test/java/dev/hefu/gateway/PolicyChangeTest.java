package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.PolicyDraft;
import dev.hefu.schemas.officer.PolicyTrial;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that officers change while two nodes decide by them. */
final class PolicyChangeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A little more than the commit grants to decisions by rules that were replaced. */
  private static final Duration TOO_LATE = Duration.ofMillis(5_200);

  private static final String NOBODY =
      "reasons contains \"not-permitted\" if input.purpose == \"recommendation\"";

  /** Holds the wallet's answers while a test wants it. */
  private record Hold(CountDownLatch arrived, CountDownLatch released) {}

  private static final AtomicReference<@Nullable Hold> HOLD = new AtomicReference<>();

  private static TestNetwork network;
  private static List<PartnerClient> nodes;
  private static HefuClient lin;
  private static HefuClient wu;
  private static HefuClient zhao;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(PolicyChangeTest::profile);
    TestNetwork.Partner market = network.market;
    nodes = List.of(market.client(), network.client(market, network.anotherNode().url()));
    lin = network.officer();
    wu = network.officer();
    zhao = network.officer();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    Hold hold = HOLD.get();
    if (hold != null) {
      hold.arrived().countDown();
      try {
        assertTrue(hold.released().await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return TestNetwork.card(query);
  }

  private static Answer<Motion> propose(String rule) throws Exception {
    return proposeBundle(RegoBundles.with(rule));
  }

  private static Answer<Motion> proposeBundle(String bundle) {
    return lin.post("/v1/policies", new PolicyDraft(bundle, "a test of rules", null), Motion.class);
  }

  private static Answer<Motion> approve(HefuClient officer, Motion motion) {
    return officer.post(
        "/v1/motions/" + motion.id() + "/approvals",
        new MotionApproval(motion.digest()),
        Motion.class);
  }

  private static Motion carried(String rule) throws Exception {
    return carried(propose(rule).orThrow());
  }

  private static Motion carried(Motion motion) {
    approve(wu, motion).orThrow();
    Motion carried = approve(zhao, motion).orThrow();
    assertEquals(Motion.State.CARRIED, carried.state());
    return carried;
  }

  /** A rule that changes nothing that anybody asks, but the rules' revision. */
  private static String harmless(int number) {
    return "reasons contains \"not-permitted\" if input.dataset == \"harmless-" + number + "/1\"";
  }

  private static Answer<ExchangeAnswer> ask(PartnerClient node, Person person) {
    return node.exchange(network.request(person), PartnerClient.newIdempotencyKey());
  }

  private static String revision(Motion motion) {
    return motion.matter().required("revision").textValue();
  }

  /** The rules by which an exchange was decided, as its leaf says. */
  private static String revision(Answer<ExchangeAnswer> answer) {
    return switch (answer) {
      case Answer.Success<ExchangeAnswer>(int status, ExchangeAnswer message) ->
          policy(message.evidence());
      case Answer.Refused<ExchangeAnswer>(Problem problem) -> policy(problem.evidence());
    };
  }

  private static String policy(@Nullable Evidence evidence) {
    assertNotNull(evidence);
    return evidence.disclosures().stream()
        .map(text -> StrictJson.trusted(Base64.getUrlDecoder().decode(text)))
        .filter(triple -> triple.path(1).asText().equals("decision"))
        .map(triple -> triple.path(2).path("policy").asText())
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not happen within " + PATIENCE);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void refused(ErrorCode code, String detail, Answer<?> answer) {
    Problem problem = assertInstanceOf(Answer.Refused.class, answer, answer::toString).problem();
    assertEquals(code, problem.code());
    assertTrue(problem.detail().contains(detail), problem.detail());
  }

  @Test
  void rulesDecideOnEveryNodeOnceTwoOthersApprovedThem() throws Exception {
    Person person = network.person();
    network.consent(person);
    Motion motion = propose(NOBODY).orThrow();
    JsonNode cases = motion.matter().required("cases");
    assertTrue(cases.path("different").asInt() > 20, cases.toString());
    assertEquals("everything holds", cases.at("/listed/0/case").asText());
    assertEquals("deny not-permitted", cases.at("/listed/0/now").asText());
    approve(wu, motion).orThrow();
    for (PartnerClient node : nodes) {
      Answer<ExchangeAnswer> before = ask(node, person);
      assertInstanceOf(Answer.Success.class, before);
      assertNotEquals(revision(motion), revision(before));
    }
    approve(zhao, motion).orThrow();
    for (PartnerClient node : nodes) {
      await(() -> revision(ask(node, person)).equals(revision(motion)));
      refused(ErrorCode.NOT_PERMITTED, "", ask(node, person));
    }
    Motion back = carried(harmless(1));
    assertEquals(revision(motion), back.matter().path("base").asText());
    for (PartnerClient node : nodes) {
      await(() -> revision(ask(node, person)).equals(revision(back)));
      assertInstanceOf(Answer.Success.class, ask(node, person));
    }
    // A node that starts later takes up what was approved, not what it brings.
    PartnerClient third = network.client(network.market, network.anotherNode().url());
    assertEquals(revision(back), revision(ask(third, person)));
    assertNotEquals(RulesFile.shipped().revision(), revision(back));
  }

  @Test
  void whatIsPermittedOfGroupsOnlyIsNotToldOfOnePerson() throws Exception {
    Person person = network.person();
    network.consent(person);
    PartnerClient node = nodes.getFirst();
    String groups =
        RegoBundles.replacing(
            Map.of(
                "input.subjects >= group",
                "input.subjects >= 1",
                "group := 1 if",
                "group := 20 if"));
    Motion motion = carried(proposeBundle(groups).orThrow());
    await(() -> revision(ask(node, person)).equals(revision(motion)));
    refused(ErrorCode.NOT_PERMITTED, "", ask(node, person));
    Motion back = carried(harmless(6));
    await(() -> revision(ask(node, person)).equals(revision(back)));
    assertInstanceOf(Answer.Success.class, ask(node, person));
  }

  private static final String APPROVE_ALL = "default approval := true";

  private static Motion demandingApproval(Map<String, String> more) throws Exception {
    Map<String, String> words = new HashMap<>(more);
    words.put("default approval := false", APPROVE_ALL);
    return carried(proposeBundle(RegoBundles.replacing(words)).orThrow());
  }

  /** Officers may demand it where the two companies have not agreed on it. */
  @Test
  void rulesMayDemandTheProvidersApprovalOfEverybody() throws Exception {
    Person person = network.person();
    network.consent(person);
    String reference = network.reference(person);
    Motion motion = demandingApproval(Map.of());
    for (PartnerClient node : nodes) {
      await(() -> revision(ask(node, person, reference)).equals(revision(motion)));
    }
    PartnerClient wallet = network.wallet.client();
    Problem refused =
        assertInstanceOf(Answer.Refused.class, ask(nodes.getFirst(), person, reference)).problem();
    assertEquals(ErrorCode.APPROVAL_NEEDED, refused.code());
    Approval waiting =
        wallet.approvals(PageRequest.FIRST).orThrow().items().stream()
            .filter(each -> person.walletId().equals(each.subject()))
            .findFirst()
            .orElseThrow();
    assertEquals(Approval.State.WAITING, waiting.state());
    wallet.approve(waiting.exchange(), new ApprovalGrant(1, 1)).orThrow();
    assertInstanceOf(Answer.Success.class, ask(nodes.getLast(), person, reference));
    refused(ErrorCode.APPROVAL_NEEDED, "", ask(nodes.getFirst(), person, reference));
    refused(
        ErrorCode.NOT_PERMITTED,
        "",
        nodes
            .getFirst()
            .figures(
                new FigureRequest(
                    network.wallet.id(),
                    TestNetwork.DATASET,
                    1,
                    Purpose.RECOMMENDATION,
                    List.of("creditBand")),
                PartnerClient.newIdempotencyKey()));
    Motion back = carried(harmless(7));
    for (PartnerClient node : nodes) {
      await(() -> revision(ask(node, person, reference)).equals(revision(back)));
      assertInstanceOf(Answer.Success.class, ask(node, person, reference));
    }
  }

  /** Nobody approves a group, and no rules make an answer about one person an aggregate. */
  @Test
  void rulesThatPermitAnAggregateOfOnePersonAreNotFollowed() throws Exception {
    Person person = network.person();
    network.consent(person);
    String reference = network.reference(person);
    PartnerClient node = nodes.getFirst();
    Motion motion = demandingApproval(Map.of("smallest_group := 20", "smallest_group := 1"));
    await(() -> revision(ask(node, person, reference)).equals(revision(motion)));
    ExchangeRequest aggregate =
        new ExchangeRequest(
            network.wallet.id(),
            TestNetwork.DATASET,
            1,
            Purpose.RECOMMENDATION,
            Tier.AGGREGATE,
            person.marketId(),
            reference);
    refused(
        ErrorCode.NOT_PERMITTED, "", node.exchange(aggregate, PartnerClient.newIdempotencyKey()));
    Motion back = carried(harmless(8));
    await(() -> revision(ask(node, person, reference)).equals(revision(back)));
  }

  private static Answer<ExchangeAnswer> ask(PartnerClient node, Person person, String reference) {
    return node.exchange(
        network.request(person.marketId(), reference), PartnerClient.newIdempotencyKey());
  }

  /** Exchanges that the rules before had permitted when others came into force. */
  @Test
  void theRevisionBeforeMayCommitForFiveSecondsOnEveryNode() throws Exception {
    assertEquals(List.of(COMMITTED, COMMITTED), underWay(2, Duration.ZERO));
    assertEquals(List.of(REFUSED, REFUSED), underWay(4, TOO_LATE));
  }

  private static final String COMMITTED = "committed";

  /** The partner library repeats what was refused for a while. */
  private static final String REFUSED = "refused, then decided by the new rules";

  /** What became, at each node, of an exchange that was decided before a change of the rules. */
  private static List<String> underWay(int number, Duration late) throws Exception {
    Motion before = carried(harmless(number));
    List<Person> persons = List.of(network.person(), network.person());
    persons.forEach(network::consent);
    for (int i = 0; i < nodes.size(); i++) {
      int node = i;
      await(() -> revision(ask(nodes.get(node), persons.get(node))).equals(revision(before)));
    }
    Hold hold = new Hold(new CountDownLatch(nodes.size()), new CountDownLatch(1));
    HOLD.set(hold);
    List<Future<Answer<ExchangeAnswer>>> asked = new ArrayList<>();
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < nodes.size(); i++) {
        PartnerClient node = nodes.get(i);
        Person person = persons.get(i);
        asked.add(threads.submit(() -> ask(node, person)));
      }
      assertTrue(hold.arrived().await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      carried(harmless(number + 1));
      long released = System.nanoTime() + late.toNanos();
      while (System.nanoTime() < released) {
        LockSupport.parkNanos(released - System.nanoTime());
      }
      HOLD.set(null);
      hold.released().countDown();
      for (int i = 0; i < nodes.size(); i++) {
        boolean byThoseBefore = revision(asked.get(i).get()).equals(revision(before));
        boolean refused =
            persons.get(i).client().uses().orThrow().items().stream()
                .anyMatch(use -> use.outcome().equals(ErrorCode.POLICY_UNAVAILABLE.code()));
        assertNotEquals(byThoseBefore, refused);
        outcomes.add(refused ? REFUSED : COMMITTED);
      }
    }
    return outcomes;
  }

  @Test
  void rulesThatOthersReplacedTheBaseOfAreNotApproved() throws Exception {
    Motion late = propose(harmless(10)).orThrow();
    approve(wu, late).orThrow();
    Motion early = carried(harmless(11));
    refused(
        ErrorCode.CONFLICT,
        "the rules " + revision(early) + " came into force since",
        approve(zhao, late));
    refused(ErrorCode.CONFLICT, "are in force", propose(harmless(11)));
  }

  @Test
  void whatIsNoBundleChangesNothing() throws Exception {
    String whole = RegoBundles.with(harmless(20));
    for (String bundle : List.of("AAAA", whole.substring(0, whole.length() / 8 * 4))) {
      refused(
          ErrorCode.INVALID_REQUEST,
          "bundle: it is no whole .tar.gz",
          lin.post("/v1/policies", new PolicyDraft(bundle, "a test", null), Motion.class));
    }
    refused(
        ErrorCode.INVALID_REQUEST,
        "is not base64",
        lin.post("/v1/policies", Map.of("bundle", "AAAAA", "reason", "a test"), Motion.class));
    refused(
        ErrorCode.ROLE_MISSING,
        "compliance-officer",
        network.operatorCalls.post(
            "/v1/policies", new PolicyDraft(whole, "a test", null), Motion.class));
  }

  @Test
  void aTrialListsWhatWouldChange() throws Exception {
    Person person = network.person();
    network.consent(person);
    ExchangeAnswer past = ask(nodes.getFirst(), person).orThrow();
    Motion motion =
        propose("reasons contains \"not-permitted\" if input.consent.dataLifeDays == 30").orThrow();
    PolicyTrial trial = trial(motion, "");
    PolicyTrial.Difference last =
        trial.listed().stream()
            .filter(each -> each.index() == past.evidence().index())
            .findFirst()
            .orElseThrow();
    assertEquals(past.exchange(), last.exchange());
    assertTrue(last.was().startsWith("permit payment.personal"), last.was());
    assertEquals("deny not-permitted", last.now());
    assertNotNull(trial.first());
    PolicyTrial older = trial(motion, "?before=" + trial.first());
    assertEquals(new PolicyTrial(0, 0, List.of(), null), older);
    PolicyTrial unchanged = trial(propose(harmless(30)).orThrow(), "");
    assertEquals(trial.decisions(), unchanged.decisions());
    assertTrue(
        unchanged.listed().stream().noneMatch(each -> each.index() == last.index()),
        unchanged.toString());
  }

  private static PolicyTrial trial(Motion motion, String query) {
    return wu.post("/v1/motions/" + motion.id() + "/trials" + query, null, PolicyTrial.class)
        .orThrow();
  }
}
