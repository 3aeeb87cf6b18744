package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.rules.RulesInForce;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.officer.BreakGlassRequest;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.Resolution;
import dev.hefu.schemas.person.Use;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two officers learn who one leaf is about, and nothing else; the person sees it. */
final class BreakGlassTest {
  private static final String REASON = "Court order 2026-118 of 1 March";

  /** A little more than the commit grants to rules that were replaced. */
  private static final Duration GRACE = Duration.ofMillis(5_200);

  private static TestNetwork network;
  private static HefuClient lin;
  private static HefuClient wu;
  private static HefuClient zhao;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    lin = network.officer();
    wu = network.officer();
    zhao = network.officer();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  /** An exchange about a new person. */
  private record Disclosed(Person person, String consent, long leaf) {}

  private static Disclosed disclosed() {
    Person person = network.person();
    String consent = network.consent(person).reference();
    return new Disclosed(person, consent, ask(person).orThrow().evidence().index());
  }

  private static Answer<ExchangeAnswer> ask(Person person) {
    return network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey());
  }

  private static Answer<Motion> propose(long leaf) {
    return propose(leaf, network.wallet.id(), REASON, null, Duration.ofHours(1));
  }

  private static Answer<Motion> propose(
      long leaf, String participant, String reason, @Nullable Instant from, Duration time) {
    Instant until = Instant.now().plus(time);
    return lin.post(
        "/v1/break-glass",
        new BreakGlassRequest(leaf, participant, reason, from, until),
        Motion.class);
  }

  private static Motion approve(HefuClient officer, Motion motion) {
    return officer
        .post(
            "/v1/motions/" + motion.id() + "/approvals",
            new MotionApproval(motion.digest()),
            Motion.class)
        .orThrow();
  }

  private static Motion carried(Motion motion) {
    approve(wu, motion);
    return approve(zhao, motion);
  }

  private static Answer<Resolution> read(HefuClient officer, Motion motion) {
    return officer.post("/v1/motions/" + motion.id() + "/readings", null, Resolution.class);
  }

  private static void refused(ErrorCode code, String detail, Answer<?> answer) {
    Problem problem = assertInstanceOf(Answer.Refused.class, answer, answer::toString).problem();
    assertEquals(code, problem.code(), problem.detail());
    assertTrue(problem.detail().contains(detail), problem.detail());
  }

  private static List<String> outcomes(Person person) {
    return person.client().uses().orThrow().items().stream().map(Use::outcome).toList();
  }

  @Test
  void oneOfficerIsNotEnoughAndTwoLearnOneId() {
    Disclosed about = disclosed();
    Motion motion = propose(about.leaf()).orThrow();
    refused(ErrorCode.NOT_PERMITTED, "two-officers-needed", read(lin, motion));
    approve(wu, motion);
    refused(ErrorCode.NOT_PERMITTED, "two-officers-needed", read(wu, motion));
    approve(zhao, motion);
    for (HefuClient officer : List.of(lin, wu, zhao)) {
      Resolution resolution = read(officer, motion).orThrow();
      assertEquals(about.person().walletId(), resolution.subject());
      assertEquals(network.wallet.id(), resolution.participant());
      assertEquals(about.leaf(), resolution.leaf());
      assertTrue(resolution.evidence().index() > about.leaf());
    }
    refused(
        ErrorCode.NOT_PERMITTED, "neither proposed nor approved", read(network.officer(), motion));
    refused(ErrorCode.ROLE_MISSING, "compliance-officer", read(network.operatorCalls, motion));
    refused(ErrorCode.ROLE_MISSING, "compliance-officer", read(network.wallet.calls(), motion));
    assertEquals(
        List.of(
            "break-glass-read",
            "break-glass-read",
            "break-glass-read",
            "break-glass-carried",
            "break-glass-refused",
            "break-glass-approved",
            "break-glass-refused",
            "break-glass-proposed",
            "PERMIT"),
        outcomes(about.person()),
        "the person sees every step and every reading");
  }

  @Test
  void eitherPartyOfTheExchangeCanBeNamedAndNobodyElse() {
    Disclosed about = disclosed();
    Motion market =
        carried(
            propose(about.leaf(), network.market.id(), REASON, null, Duration.ofHours(1))
                .orThrow());
    assertEquals(about.person().marketId(), read(lin, market).orThrow().subject());
    refused(
        ErrorCode.CONFLICT,
        "was no party of the exchange",
        propose(about.leaf(), "somebody", REASON, null, Duration.ofHours(1)));
  }

  @Test
  void onlyALeafOfAnExchangeAboutAPersonCanBeResolved() {
    refused(ErrorCode.CONFLICT, "leaf 0 is no exchange about a person", propose(0));
    refused(ErrorCode.CONFLICT, "is no exchange about a person", propose(1_000_000));
    Problem nobody =
        assertInstanceOf(
                Answer.Refused.class,
                network
                    .market
                    .client()
                    .exchange(network.request("m-nobody", null), PartnerClient.newIdempotencyKey()))
            .problem();
    long leaf = Objects.requireNonNull(nobody.evidence()).index();
    refused(ErrorCode.CONFLICT, "is no exchange about a person", propose(leaf));
  }

  @Test
  void theRulesBoundReasonAndTime() {
    long leaf = disclosed().leaf();
    String wallet = network.wallet.id();
    Duration hour = Duration.ofHours(1);
    refused(
        ErrorCode.INVALID_REQUEST, "reason-too-short", propose(leaf, wallet, "urgent", null, hour));
    refused(
        ErrorCode.INVALID_REQUEST,
        "time-not-bounded",
        propose(leaf, wallet, REASON, null, Duration.ofHours(73)));
    refused(
        ErrorCode.INVALID_REQUEST,
        "time-not-bounded",
        propose(leaf, wallet, REASON, Instant.now().plus(hour.multipliedBy(2)), hour));
    Motion later =
        carried(propose(leaf, wallet, REASON, Instant.now().plusSeconds(600), hour).orThrow());
    refused(ErrorCode.NOT_PERMITTED, "not-in-time", read(wu, later));
  }

  @Test
  void itEndsWithItsTime() {
    Disclosed about = disclosed();
    Motion motion =
        carried(
            propose(about.leaf(), network.wallet.id(), REASON, null, Duration.ofSeconds(5))
                .orThrow());
    assertEquals(about.person().walletId(), read(wu, motion).orThrow().subject());
    while (Instant.now().isBefore(motion.expiresAt().plusMillis(50))) {
      LockSupport.parkNanos(10_000_000);
    }
    refused(ErrorCode.NOT_PERMITTED, "not-in-time", read(wu, motion));
    assertEquals("break-glass-refused", outcomes(about.person()).getFirst());
  }

  @Test
  void whatThePersonEndedStaysEnded() {
    Disclosed about = disclosed();
    Motion motion = carried(propose(about.leaf()).orThrow());
    about.person().client().revoke(about.consent()).orThrow();
    assertEquals(about.person().walletId(), read(wu, motion).orThrow().subject());
    refused(ErrorCode.NOT_PERMITTED, "", ask(about.person()));
    for (var link : about.person().client().links().orThrow().items()) {
      about.person().client().unlink(link.id()).orThrow();
    }
    refused(ErrorCode.NOT_PERMITTED, "link-ended", read(wu, motion));
  }

  @Test
  void anAccountThatWasLinkedLaterIsNotWhomTheLeafIsAbout() {
    Disclosed about = disclosed();
    Motion motion = carried(propose(about.leaf()).orThrow());
    String wallet = network.wallet.id();
    about.person().client().links().orThrow().items().stream()
        .filter(link -> link.participant().equals(wallet))
        .forEach(link -> about.person().client().unlink(link.id()).orThrow());
    network.link(about.person().client(), network.wallet, "another-account");
    refused(ErrorCode.NOT_PERMITTED, "link-ended", read(wu, motion));
  }

  /** As erasure leaves it: the groups of a person are gone, the leaf and the motion stay. */
  @Test
  void whoWasErasedIsNobodyAndTheMotionCanStillBeEnded() throws Exception {
    Disclosed about = disclosed();
    Motion carried = carried(propose(about.leaf()).orThrow());
    Motion open = propose(about.leaf()).orThrow();
    try (Connection connection = network.database.getConnection();
        PreparedStatement erase =
            connection.prepareStatement(
                "UPDATE gateway.disclosure SET subject = NULL, subject_group = NULL"
                    + " WHERE index = ?")) {
      erase.setLong(1, about.leaf());
      assertEquals(1, erase.executeUpdate());
    }
    refused(ErrorCode.NOT_PERMITTED, "person-erased", read(wu, carried));
    refused(
        ErrorCode.CONFLICT,
        "is no exchange about a person",
        wu.post(
            "/v1/motions/" + open.id() + "/approvals",
            new MotionApproval(open.digest()),
            Motion.class));
    Motion rejected =
        wu.post(
                "/v1/motions/" + open.id() + "/rejection",
                new Reason("the person was erased"),
                Motion.class)
            .orThrow();
    assertEquals(Motion.State.REJECTED, rejected.state());
  }

  /** A node that cannot run the rules in force decides by those before; the commit counts. */
  @Test
  void rulesThatWereReplacedResolveNobody() throws Exception {
    Disclosed about = disclosed();
    Motion motion = carried(propose(about.leaf()).orThrow());
    RulesFile ours = RulesFile.shipped();
    try {
      replaceRules(new RulesFile(new byte[] {0}, "unfit"));
      assertEquals(about.person().walletId(), read(wu, motion).orThrow().subject());
      long graceIsOver = System.nanoTime() + GRACE.toNanos();
      while (System.nanoTime() < graceIsOver) {
        LockSupport.parkNanos(graceIsOver - System.nanoTime());
      }
      refused(ErrorCode.POLICY_UNAVAILABLE, "no answer that counts", read(wu, motion));
    } finally {
      replaceRules(ours);
    }
    assertEquals(about.person().walletId(), read(wu, motion).orThrow().subject());
  }

  private static void replaceRules(RulesFile file) throws Exception {
    try (Connection connection = network.database.getConnection()) {
      RulesInForce.replace(DSL.using(connection, SQLDialect.POSTGRES), Instant.now(), file, null);
    }
  }

  @Test
  void theMotionTellsNothingOfThePerson() {
    Disclosed about = disclosed();
    Motion motion = propose(about.leaf()).orThrow();
    String told = lin.get("/v1/motions/" + motion.id(), Motion.class).orThrow().toString();
    for (String secret :
        List.of(about.person().walletId(), about.person().marketId(), about.consent())) {
      assertFalse(told.contains(secret), told);
    }
    assertNotNull(motion.evidence());
    assertEquals(4, motion.evidence().disclosures().size(), "all groups but the person's");
  }
}
