package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.revenue.Adjustment;
import dev.hefu.schemas.revenue.AdjustmentProposal;
import dev.hefu.schemas.revenue.EventResult;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.WaitingEvent;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
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

  /** One party proposes, another approves: each with a leaf; the postings say it. */
  @Test
  void aLateEventIsSettledOnceAnotherPartyApproves() {
    PartnerClient market = network.market.client();
    RevenueAgreement agreement =
        network.wallet.client().countersign(propose(document("late", 1))).orThrow();
    EventResult sent =
        market.send(List.of(paid("paid-late", "brand-of-late"))).orThrow().getFirst();
    assertEquals("late", sent.reason(), "it happened months before the gateway received it");
    WaitingEvent waiting =
        network.wallet.client().waitingEvents(PageRequest.FIRST).orThrow().items().getFirst();
    assertEquals(network.market.id() + "/o-1/1", waiting.line());

    AdjustmentProposal settle =
        new AdjustmentProposal(
            waiting.source(),
            waiting.event(),
            AdjustmentProposal.Decision.SETTLE,
            "The export stood still.");
    Adjustment proposed = market.propose(settle).orThrow();
    assertEquals(ErrorCode.CONFLICT, refused(market.approve(proposed)), "nobody decides alone");
    Adjustment approved = network.wallet.client().approve(proposed).orThrow();
    assertEquals(YearMonth.of(2026, 6), approved.period());
    assertEquals(ErrorCode.CONFLICT, refused(market.propose(settle)), "it is decided");
    long step = Objects.requireNonNull(proposed.evidence()).index();
    assertEquals(step + 1, Objects.requireNonNull(approved.evidence()).index());
    assertEquals(
        List.of(approved.id()),
        market.adjustments(PageRequest.FIRST).orThrow().items().stream()
            .map(Adjustment::id)
            .toList());

    network.operator.close(agreement.id(), YearMonth.of(2026, 6)).orThrow();
    String statement = market.statements(YearMonth.of(2026, 6)).orThrow().items().getFirst().id();
    Statement.Line line = market.statement(statement).orThrow().lines().getFirst();
    assertEquals(500, line.amountMinor());
    String why = market.explain(line.posting()).orThrow().sentence().en();
    assertTrue(why.contains("An adjustment of 2026-06: its event waited (late), "), why);
    assertEquals(
        List.of(), network.wallet.client().waitingEvents(PageRequest.FIRST).orThrow().items());
  }

  private static ObjectNode paid(String id, String brand) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0").put("type", "order.line.paid").put("id", id);
    event.put("source", "/participants/" + network.market.id());
    event.put("time", "2026-06-10T12:00:00Z");
    ObjectNode data = event.putObject("data");
    data.putObject("order").put("owner", network.market.id()).put("id", "o-1");
    data.put("line", "1").put("currency", "CNY").put("priceMinor", 1_000).put("quantity", 2);
    data.put("brand", brand);
    return event;
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

  private static ErrorCode refused(Answer<?> answer) {
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
