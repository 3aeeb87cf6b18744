package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.revenue.RevenueAgreement;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of a revenue agreement over HTTP: each step answers with its leaf. */
final class RevenueLifeTest {
  private static final LocalDate FAR = LocalDate.parse("2099-01-01");

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @Test
  void draftedProposedCountersignedTerminated() {
    RevenueAgreement draft = network.market.client().draft(document("life", 1)).orThrow();
    assertEquals(RevenueAgreement.State.DRAFT, draft.state());
    assertNotNull(draft.evidence());
    RevenueAgreement proposed = network.market.client().countersign(draft).orThrow();
    assertEquals(RevenueAgreement.State.PROPOSED, proposed.state());
    RevenueAgreement active = network.wallet.client().countersign(proposed).orThrow();
    assertEquals(RevenueAgreement.State.ACTIVE, active.state());

    RevenueAgreement ending = network.market.client().terminate(active, FAR).orThrow();
    assertEquals(RevenueAgreement.State.ACTIVE, ending.state());
    assertNull(ending.until());
    assertEquals(index(draft) + 1, index(proposed));
    assertEquals(index(proposed) + 1, index(active));
    assertEquals(index(active) + 2, index(ending), "that its day has come is a leaf too");
    assertNotNull(ending.evidence());
    assertEquals(
        ErrorCode.CONFLICT,
        refused(network.market.client().terminate(active, FAR)),
        "nobody signs twice");

    RevenueAgreement ended = network.wallet.client().terminate(active, FAR).orThrow();
    assertEquals(RevenueAgreement.State.TERMINATED, ended.state());
    assertEquals(FAR, ended.until());
    assertNotNull(ended.evidence());
    RevenueAgreement read = network.market.client().revenueAgreement(active.id()).orThrow();
    assertEquals(RevenueAgreement.State.TERMINATED, read.state());
    assertEquals(FAR, read.until());
    assertEquals(
        ErrorCode.CONFLICT,
        refused(network.wallet.client().terminate(active, FAR.minusYears(1))),
        "it ended already");
  }

  /**
   * An amendment that goes on with counters is signed like any other; what cannot go on is named.
   */
  @Test
  void amended() {
    ObjectNode first = withRebate(document("amended", 1));
    RevenueAgreement before = network.wallet.client().countersign(propose(first)).orThrow();
    ObjectNode second = withRebate(document("amended", 2)).put("continues", true);
    second.put("from", "2098-01-01");
    ObjectNode euros = second.deepCopy().put("currency", "EUR");
    Problem problem =
        assertInstanceOf(Answer.Refused.class, network.market.client().propose(euros)).problem();
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals(
        "/document/continues", Objects.requireNonNull(problem.violations()).getFirst().pointer());
    RevenueAgreement after = network.wallet.client().countersign(propose(second)).orThrow();
    assertEquals(RevenueAgreement.State.COUNTERSIGNED, after.state(), "its day has not come");
    RevenueAgreement amended = network.market.client().revenueAgreement(before.id()).orThrow();
    assertEquals(RevenueAgreement.State.AMENDED, amended.state());
    assertEquals(LocalDate.parse("2098-01-01"), amended.until());
  }

  private static RevenueAgreement propose(ObjectNode document) {
    return network.market.client().propose(document).orThrow();
  }

  private static ObjectNode withRebate(ObjectNode document) {
    ObjectNode rebate = JsonNodeFactory.instance.objectNode().put("id", "rebate");
    ObjectNode scale = rebate.putObject("scale");
    scale.put("to", network.market.id()).put("per", "year").put("mode", "graduated");
    scale.putArray("steps").addObject().put("from", 1000).put("rate", "2%");
    document.withArray("terms").insert(1, rebate);
    return document;
  }

  private static long index(RevenueAgreement agreement) {
    return Objects.requireNonNull(agreement.evidence()).index();
  }

  private static ErrorCode refused(Answer<RevenueAgreement> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).problem().code();
  }

  private static ObjectNode document(String name, int version) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", "hefu-revenue-agreement/1");
    document.put("name", name).put("version", version);
    document.putObject("title").put("en", "Life").put("zh", "生命周期");
    document.put("currency", "CNY").put("from", "2026-01-01");
    document.putArray("parties").add(network.market.id()).add(network.wallet.id());
    document.putObject("selects").putArray("brand").add("brand-of-" + name);
    ObjectNode half = JsonNodeFactory.instance.objectNode().put("id", "half");
    half.putObject("percentage").put("to", network.market.id()).put("rate", "50%");
    half.put("when", "quantity > 1");
    ObjectNode rest = JsonNodeFactory.instance.objectNode().put("id", "rest");
    rest.putObject("remaining").put("to", network.wallet.id());
    document.putArray("terms").add(half).add(rest);
    return document;
  }
}
