package dev.hefu.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From draft to its first day. */
final class LifeTest {
  private final Market market = new Market();

  @Test
  void aDraftIsReadByItsPartiesAndSettlesNothing() {
    AgreementView draft = draft("marketplace");
    assertEquals(AgreementView.State.DRAFT, draft.state());
    assertTrue(draft.signatures().isEmpty());
    assertTrue(market.settlement.agreement(market.database, draft.id(), "store-1").isPresent());
    assertTrue(market.settlement.agreement(market.database, draft.id(), "stranger").isEmpty());
    assertEquals(
        "agreement-unknown",
        market.accept(Market.PLATFORM, Market.paid("1", 10_000)).getFirst().reason());
    assertInstanceOf(CloseOutcome.NotFound.class, market.close(draft, "2026-06", Market.JULY));
    assertInstanceOf(
        AgreementOutcome.Conflict.class,
        market.terminate(draft, "marketplace", "2026-07-15", Market.JUNE));
  }

  @Test
  void theFirstSignatureProposesADraftAndTheLastActivatesIt() {
    AgreementView draft = draft("marketplace");
    AgreementView proposed =
        assertInstanceOf(AgreementOutcome.Proposed.class, market.sign(draft, "brand-3"))
            .agreement();
    assertEquals(AgreementView.State.PROPOSED, proposed.state());
    assertEquals("brand-3", proposed.signatures().getFirst().party());
    market.sign(draft, "marketplace");
    market.sign(draft, "store-1");
    AgreementView active =
        assertInstanceOf(AgreementOutcome.Countersigned.class, market.sign(draft, "carrier-1"))
            .agreement();
    assertEquals(AgreementView.State.ACTIVE, active.state(), "1 June is past");
    assertEquals(draft.hash(), active.hash());
  }

  /** Drafts may share name and version: only what is proposed takes its place. */
  @Test
  void ofTwoDraftsOneIsProposed() {
    AgreementView one = draft("marketplace");
    AgreementView other = draft("brand-3");
    assertInstanceOf(AgreementOutcome.Proposed.class, market.sign(other, "brand-3"));
    AgreementOutcome late = market.sign(one, "marketplace");
    assertTrue(
        assertInstanceOf(AgreementOutcome.Conflict.class, late).reason().contains("not the next"));
  }

  @Test
  void aStrangerDraftsNothingAndABadDraftNamesItsFaults() {
    assertInstanceOf(AgreementOutcome.NotFound.class, outcome("stranger", Market.AGREEMENT));
    assertInstanceOf(
        AgreementOutcome.BadDocument.class,
        outcome("marketplace", Market.AGREEMENT.replace("12.5%", "125%")));
  }

  @Test
  void itIsActiveFromItsFirstDayInItsZone() {
    String shanghai =
        Market.AGREEMENT
            .replace("from: 2026-06-01", "from: 2026-06-20")
            .replace("zone: UTC", "zone: Asia/Shanghai");
    AgreementView agreement = market.countersigned(shanghai);
    assertEquals(AgreementView.State.COUNTERSIGNED, agreement.state());
    assertEquals(List.of(), activated("2026-06-19T15:59:59Z"));
    List<AgreementView> active = activated("2026-06-19T16:00:00Z");
    assertEquals(agreement.id(), active.getFirst().id());
    assertEquals(AgreementView.State.ACTIVE, active.getFirst().state());
    assertEquals(List.of(), activated("2026-06-21T00:00:00Z"), "once");
  }

  @Test
  void anAmendedVersionIsActiveOnItsDayAndStaysAmended() {
    String later = Market.AGREEMENT.replace("from: 2026-06-01", "from: 2026-06-20");
    market.countersigned(later);
    market.countersigned(
        later.replace("version: 1", "version: 2").replace("2026-06-20", "2026-07-20"));
    List<AgreementView> active = activated("2026-06-20T00:00:00Z");
    assertEquals(
        List.of(AgreementView.State.AMENDED), active.stream().map(AgreementView::state).toList());
    assertEquals(
        List.of(AgreementView.State.ACTIVE),
        activated("2026-07-20T00:00:00Z").stream().map(AgreementView::state).toList());
  }

  private List<AgreementView> activated(String now) {
    return market.database.transactionResult(
        tx -> market.settlement.activate(tx.dsl(), Instant.parse(now), 10));
  }

  private AgreementView draft(String party) {
    return assertInstanceOf(AgreementOutcome.Drafted.class, outcome(party, Market.AGREEMENT))
        .agreement();
  }

  private AgreementOutcome outcome(String party, String document) {
    return market.database.transactionResult(
        tx ->
            market.settlement.draft(
                tx.dsl(), party, document.getBytes(StandardCharsets.UTF_8), Market.JUNE));
  }
}
