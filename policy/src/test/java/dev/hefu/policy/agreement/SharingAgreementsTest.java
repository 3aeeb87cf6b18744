package dev.hefu.policy.agreement;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.sharing;
import static dev.hefu.policy.World.standing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.schemas.Window;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

class SharingAgreementsTest {
  private static final String TERMS = "{\"canonical\":true}";

  private static Standing propose(DSLContext tx) {
    return standing(SharingAgreements.propose(tx, NOON, MALL, sharing(), TERMS, "jws-mall"));
  }

  @Test
  void bothSignTheSameBytes() {
    Database.inTransaction(
        tx -> {
          Standing proposed = propose(tx);
          assertEquals(AgreementState.PROPOSED, proposed.state());
          assertFalse(proposed.inForce(NOON));
          SharingAgreement signed =
              ((AgreementOutcome.Changed)
                      SharingAgreements.countersign(
                          tx, NOON.plusSeconds(1), proposed.id(), PAY, TERMS, "jws-pay"))
                  .agreement();
          assertEquals(
              new Standing(proposed.id(), 2, AgreementState.SIGNED, sharing()), signed.standing());
          assertEquals(TERMS, signed.canonicalTerms());
          assertEquals(
              List.of(
                  new Signature(MALL, "jws-mall", NOON),
                  new Signature(PAY, "jws-pay", NOON.plusSeconds(1))),
              signed.signatures());
          assertTrue(signed.standing().inForce(NOON));
          assertFalse(signed.standing().inForce(NOON.minusMillis(1)));
          assertTrue(signed.standing().inForce(sharing().validUntil().minusMillis(1)));
          assertFalse(signed.standing().inForce(sharing().validUntil()));
          assertEquals(
              List.of(signed), SharingAgreements.find(tx, proposed.id(), PAY).stream().toList());
        });
  }

  @Test
  void budgetsAreKept() {
    Allowance aDay = new Allowance(1, Window.DAY);
    Allowance aMonth = new Allowance(Allowance.MAX_LIMIT, Window.MONTH);
    for (SharingBudgets budgets :
        List.of(
            new SharingBudgets(aDay, aMonth),
            new SharingBudgets(aMonth, null),
            new SharingBudgets(null, aDay))) {
      Database.inTransaction(
          tx -> {
            SharingTerms plain = sharing();
            SharingTerms terms =
                new SharingTerms(
                    PAY,
                    MALL,
                    plain.datasets(),
                    plain.purposes(),
                    plain.highestTier(),
                    plain.validFrom(),
                    plain.validUntil(),
                    budgets);
            new World(tx).agree(terms);
            assertEquals(terms, SharingAgreements.ofParticipant(tx, PAY, 1).getFirst().terms());
          });
    }
  }

  @Test
  void otherBytesAreNotSigned() {
    Database.inTransaction(
        tx ->
            assertEquals(
                new AgreementOutcome.OtherTerms(),
                SharingAgreements.countersign(
                    tx, NOON, propose(tx).id(), PAY, TERMS + " ", "jws")));
  }

  @Test
  void nobodySignsTwice() {
    Database.inTransaction(
        tx -> {
          UUID id = propose(tx).id();
          AgreementOutcome twice = new AgreementOutcome.AlreadySigned();
          assertEquals(twice, SharingAgreements.countersign(tx, NOON, id, MALL, TERMS, "jws"));
          SharingAgreements.countersign(tx, NOON, id, PAY, TERMS, "jws");
          assertEquals(twice, SharingAgreements.countersign(tx, NOON, id, PAY, TERMS, "jws"));
        });
  }

  @Test
  void strangersSeeNothing() {
    Database.inTransaction(
        tx -> {
          UUID id = propose(tx).id();
          AgreementOutcome notFound = new AgreementOutcome.NotFound();
          assertEquals(
              notFound, SharingAgreements.countersign(tx, NOON, id, "brand", TERMS, "jws"));
          assertEquals(notFound, SharingAgreements.terminate(tx, NOON, id, "brand"));
          assertTrue(SharingAgreements.find(tx, id, "brand").isEmpty());
          assertEquals(notFound, SharingAgreements.terminate(tx, NOON, UUID.randomUUID(), MALL));
          assertThrows(
              IllegalArgumentException.class,
              () -> SharingAgreements.propose(tx, NOON, "brand", sharing(), TERMS, "jws"));
        });
  }

  @Test
  void eitherSideEndsItForEver() {
    for (String party : List.of(MALL, PAY)) {
      Database.inTransaction(
          tx -> {
            Standing signed = new World(tx).agree(sharing());
            Standing ended = standing(SharingAgreements.terminate(tx, NOON, signed.id(), party));
            assertEquals(AgreementState.TERMINATED, ended.state());
            assertEquals(3, ended.version());
            assertFalse(ended.inForce(NOON));
            assertEquals(
                new AgreementOutcome.WrongState(AgreementState.TERMINATED),
                SharingAgreements.terminate(tx, NOON, signed.id(), party));
          });
    }
  }

  @Test
  void aWithdrawnProposalIsNotSigned() {
    Database.inTransaction(
        tx -> {
          UUID id = propose(tx).id();
          SharingAgreements.terminate(tx, NOON, id, MALL);
          assertEquals(
              new AgreementOutcome.WrongState(AgreementState.TERMINATED),
              SharingAgreements.countersign(tx, NOON, id, PAY, TERMS, "jws"));
        });
  }

  @Test
  void aPairHasALimit() {
    Database.inTransaction(
        tx -> {
          for (int i = 0; i < SharingAgreements.MAX_OPEN_PER_PAIR; i++) {
            propose(tx);
          }
          assertEquals(
              new AgreementOutcome.TooMany(SharingAgreements.MAX_OPEN_PER_PAIR),
              SharingAgreements.propose(tx, NOON, MALL, sharing(), TERMS, "jws"));
          assertEquals(5, SharingAgreements.ofParticipant(tx, PAY, 5).size());
        });
  }
}
