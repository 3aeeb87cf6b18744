package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.NoticeDraft;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts that persons are shown: drafted by one officer, approved by two others, then in force. */
final class NoticesTest {
  private static TestNetwork network;
  private static HefuClient lin;
  private static HefuClient wu;
  private static HefuClient zhao;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
    lin = network.officer();
    wu = network.officer();
    zhao = network.officer();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static Answer<Motion> propose(HefuClient officer, String id, String en) {
    return propose(officer, id, "# 说明\n\n" + en, en, null);
  }

  private static Answer<Motion> propose(
      HefuClient officer, String id, String zh, String en, @Nullable Instant expiresAt) {
    return officer.post(
        "/v1/notices", new NoticeDraft(id, zh, en, "clearer words", expiresAt), Motion.class);
  }

  private static Answer<Motion> approve(HefuClient officer, Motion motion) {
    return approve(officer, motion.id(), motion.digest());
  }

  private static Answer<Motion> approve(HefuClient officer, String id, String digest) {
    return officer.post(
        "/v1/motions/" + id + "/approvals", new MotionApproval(digest), Motion.class);
  }

  private static Motion carried(String id, String en) {
    Motion motion = propose(lin, id, en).orThrow();
    approve(wu, motion).orThrow();
    return approve(zhao, motion).orThrow();
  }

  private static Answer<Notice> read(String id, String query) {
    return lin.get("/v1/notices/" + id + "?language=en" + query, Notice.class);
  }

  private static void refused(ErrorCode code, String detail, Answer<?> answer) {
    var problem = assertInstanceOf(Answer.Refused.class, answer, answer::toString).problem();
    assertEquals(code, problem.code());
    assertTrue(problem.detail().contains(detail), problem.detail());
  }

  private static ConsentGrant grant(NoticeReference notice) {
    ConsentGrant usual = network.grant(ConsentGrant.Mode.PERIODIC);
    return MessageCodec.answer(
        ((ObjectNode) MessageCodec.tree(usual)).set("notice", MessageCodec.tree(notice)),
        ConsentGrant.class);
  }

  /** The one group of a step's leaf, as its disclosure says it. */
  private static JsonNode group(@Nullable Evidence evidence, String name) {
    assertNotNull(evidence);
    return evidence.disclosures().stream()
        .map(text -> StrictJson.trusted(Base64.getUrlDecoder().decode(text)))
        .filter(triple -> triple.path(1).asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path(2);
  }

  @Test
  void theFirstVersionsCameWithTheProgram() {
    for (String id : List.of("data-sharing", "purpose-recommendation", "purpose-marketing")) {
      assertEquals(1, read(id, "&version=1").orThrow().version());
    }
  }

  @Test
  void aTextIsInForceOnceTwoOthersApprovedAndNotBefore() {
    Person person = network.person();
    String id = "data-sharing";
    String token = token(grant(new NoticeReference(id, 1, "zh")));
    Motion motion = propose(lin, id, "# Second\n\nClearer.").orThrow();
    assertEquals("proposed", group(motion.evidence(), "decision").path("outcome").asText());
    for (int approvals = 0; approvals < 2; approvals++) {
      assertEquals(1, read(id, "").orThrow().version());
      refused(ErrorCode.NOT_FOUND, "no such notice", read(id, "&version=2"));
      refused(
          ErrorCode.NOT_FOUND,
          "no notice data-sharing 2",
          person.client().grant(grant(new NoticeReference(id, 2, "en"))));
      Motion approved = approve(approvals == 0 ? wu : zhao, motion).orThrow();
      assertEquals(approvals == 0 ? Motion.State.PROPOSED : Motion.State.CARRIED, approved.state());
      assertEquals(
          approvals == 0 ? "approved" : "carried",
          group(approved.evidence(), "decision").path("outcome").asText());
    }
    Notice second = read(id, "").orThrow();
    assertEquals(2, second.version());
    assertEquals("Second", second.title());
    assertEquals("# Second\n\nClearer.", second.text());
    assertEquals(1, read(id, "&version=1").orThrow().version(), "the old one stays readable");

    refused(
        ErrorCode.CONFLICT,
        "version 2 of data-sharing is in force, not 1",
        person.client().grant(grant(new NoticeReference(id, 1, "en"))));
    ConsentView granted = person.client().grant(grant(new NoticeReference(id, 2, "en"))).orThrow();
    assertEquals(second.digest(), group(granted.evidence(), "legal").path("noticeDigest").asText());

    ConsentView opened = person.client().open(token).orThrow();
    assertEquals(2, opened.notice().version(), "asked under the first, shown the second");
    ConsentView accepted =
        person
            .client()
            .accept(opened.reference(), new ConsentAcceptance(granted.flags(), "en"))
            .orThrow();
    assertEquals(
        second.digest(), group(accepted.evidence(), "legal").path("noticeDigest").asText());
  }

  private static String token(ConsentGrant asked) {
    String path = network.market.client().requestConsent(asked).orThrow().url().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void whoMayNotApproveIsToldExactlyWhy() {
    Motion motion = propose(lin, "who-may", "# Who may").orThrow();
    refused(ErrorCode.CONFLICT, "you proposed it", approve(lin, motion));
    approve(wu, motion).orThrow();
    refused(ErrorCode.CONFLICT, "you have approved it", approve(wu, motion));
    refused(
        ErrorCode.CONFLICT,
        "the digest " + motion.digest(),
        approve(zhao, motion.id(), "A".repeat(43)));
    refused(ErrorCode.ROLE_MISSING, "compliance-officer", approve(network.operatorCalls, motion));
    refused(ErrorCode.ROLE_MISSING, "compliance-officer", approve(network.market.calls(), motion));
    refused(
        ErrorCode.ROLE_MISSING,
        "compliance-officer",
        approve(network.calls(network.stranger().tokens()), motion));
    refused(
        ErrorCode.NOT_FOUND,
        "no such motion",
        approve(zhao, "00000000-0000-4000-8000-000000000000", motion.digest()));
    refused(ErrorCode.NOT_FOUND, "no such notice", read("who-may", ""));
    assertEquals(Motion.State.CARRIED, approve(zhao, motion).orThrow().state());
    refused(ErrorCode.CONFLICT, "the motion is CARRIED", approve(network.officer(), motion));
  }

  @Test
  void whatWasRejectedOrWithdrawnStaysSo() {
    Motion motion = propose(lin, "rejected", "# Rejected").orThrow();
    approve(wu, motion).orThrow();
    String path = "/v1/motions/" + motion.id() + "/rejection";
    Motion rejected = lin.post(path, new Reason("a typing error"), Motion.class).orThrow();
    assertEquals(Motion.State.REJECTED, rejected.state());
    assertEquals("a typing error", group(rejected.evidence(), "decision").path("reason").asText());
    refused(ErrorCode.CONFLICT, "the motion is REJECTED", approve(zhao, motion));
    refused(
        ErrorCode.CONFLICT,
        "the motion is REJECTED",
        wu.post(path, new Reason("again"), Motion.class));
    refused(ErrorCode.NOT_FOUND, "no such notice", read("rejected", ""));
  }

  @Test
  void whatChangedSinceIsNotApproved() {
    Motion late = propose(wu, "changed-since", "# Late").orThrow();
    approve(zhao, late).orThrow();
    assertEquals(1, carried("changed-since", "# Early").matter().path("version").asInt());
    refused(ErrorCode.CONFLICT, "version 1 of changed-since is in force since", approve(lin, late));
    assertEquals("Early", read("changed-since", "").orThrow().title());
  }

  @Test
  void anUnapprovedMotionExpires() {
    refused(
        ErrorCode.CONFLICT,
        "not after now and within 30 days",
        propose(lin, "expires", "# 迟", "# Late", Instant.now().minusSeconds(5)));
    refused(
        ErrorCode.CONFLICT,
        "not after now and within 30 days",
        propose(lin, "expires", "# 迟", "# Late", Instant.now().plus(Duration.ofDays(31))));
    Motion motion =
        propose(lin, "expires", "# 迟", "# Late", Instant.now().plusSeconds(2)).orThrow();
    approve(wu, motion).orThrow();
    while (Instant.now().isBefore(motion.expiresAt().plusMillis(50))) {
      LockSupport.parkNanos(10_000_000);
    }
    refused(ErrorCode.CONFLICT, "the motion is EXPIRED", approve(zhao, motion));
    assertEquals(
        Motion.State.EXPIRED,
        lin.get("/v1/motions/" + motion.id(), Motion.class).orThrow().state());
  }

  @Test
  void aTextNeedsBothLanguagesAndATitle() {
    refused(ErrorCode.CONFLICT, "the first line of en", propose(lin, "untitled", "\n\nText."));
    refused(
        ErrorCode.INVALID_REQUEST,
        "zh",
        lin.post(
            "/v1/notices",
            Map.of("id", "one-language", "en", "# Only English", "reason", "in haste"),
            Motion.class));
  }

  /** Ten officers approve at the same moment: two of them are counted, the others come too late. */
  @Test
  void ofManyApprovalsAtOnceTwoCount() throws Exception {
    Motion motion = propose(lin, "at-once", "# At once").orThrow();
    List<Future<Answer<Motion>>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        HefuClient officer = network.officer();
        answers.add(threads.submit(() -> approve(officer, motion)));
      }
    }
    List<Motion.State> states = new ArrayList<>();
    for (Future<Answer<Motion>> answer : answers) {
      if (answer.get() instanceof Answer.Success<Motion>(int status, Motion approved)) {
        states.add(approved.state());
      } else {
        refused(ErrorCode.CONFLICT, "the motion is CARRIED", answer.get());
      }
    }
    states.sort(null);
    assertEquals(List.of(Motion.State.PROPOSED, Motion.State.CARRIED), states);
  }

  @Test
  void motionsAreListedNewestFirstPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.addFirst(propose(lin, "listed-" + i, "# Listed").orThrow().id());
    }
    JsonNode page = lin.get("/v1/motions?limit=2", JsonNode.class).orThrow();
    assertEquals(made.get(0), page.at("/items/0/id").asText());
    assertEquals(made.get(1), page.at("/items/1/id").asText());
    JsonNode next =
        lin.get("/v1/motions?limit=2&cursor=" + page.path("next").asText(), JsonNode.class)
            .orThrow();
    assertEquals(made.get(2), next.at("/items/0/id").asText());
  }
}
