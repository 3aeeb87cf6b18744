package dev.hefu.policy.admit;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.ask;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.sharing;
import static dev.hefu.policy.jooq.Tables.AGREEMENT_USES;
import static dev.hefu.policy.jooq.Tables.COUNTED_SUBJECTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FactsReader;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.CandidateSearch;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.policy.subject.Link;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** From the search through the reader to the verdict, on a real database. */
class FactsReaderTest {
  private static final Map<String, ParticipantFact> PARTICIPANTS =
      Map.of(MALL, new ParticipantFact(1, false), PAY, new ParticipantFact(1, false));

  /** Of every answer asked for here. */
  private static final int RECORDS = 3;

  private static final Verdict PERMIT = new Verdict.Permit();

  private static Claim claim(World world, Consent consent) {
    return claim(world, "lin", consent);
  }

  private static Claim claim(World world, String name, Consent consent) {
    Candidate found =
        new CandidateSearch(world.localIds)
            .find(
                world.tx,
                NOON,
                ask("m-" + name, consent.consumerReference()),
                consent.terms().categories());
    assertNotNull(found.person());
    return new Claim(
        UUID.randomUUID(),
        MALL,
        PAY,
        null,
        new Seen(1, 1, found.agreementSeen(), found.personalSeen(), null, found.budgeted()),
        null,
        "digest",
        new Proposal.Permit(RECORDS, "basis"),
        found.cited());
  }

  private static Facts facts(
      DSLContext tx, List<Claim> claims, Map<String, ParticipantFact> participants) {
    RoundTrip trip = new RoundTrip();
    Supplier<Facts> facts =
        FactsReader.ask(trip, claims, () -> participants, Map::of, () -> ProofFacts.NONE);
    trip.send(tx);
    return facts.get();
  }

  /** The facts as read, at a time when this world's consents and agreements hold. */
  private static Facts read(World world, List<Claim> claims) {
    Facts facts = facts(world.tx, claims, PARTICIPANTS);
    return new Facts(
        NOON,
        facts.consents(),
        facts.links(),
        facts.agreements(),
        facts.participants(),
        facts.idempotency());
  }

  private static List<Verdict> verdicts(World world, Claim... claims) {
    return Admission.admit(read(world, List.of(claims)), List.of(claims)).verdicts();
  }

  @Test
  void nothingHasNoFactsButTheTime() {
    Database.inTransaction(
        tx -> {
          Instant before = Instant.now().minusSeconds(60);
          Facts facts = facts(tx, List.of(), Map.of());
          assertTrue(facts.now().isAfter(before));
          assertTrue(facts.consents().isEmpty());
          assertTrue(facts.links().isEmpty());
          assertTrue(facts.agreements().isEmpty());
        });
  }

  @Test
  void theClockIsReadAfterTheLockAndNotAtBegin() {
    Database.inTransaction(
        tx -> {
          Instant first = facts(tx, List.of(), Map.of()).now();
          Instant second = facts(tx, List.of(), Map.of()).now();
          assertTrue(second.isAfter(first));
        });
  }

  @Test
  void whatWasFoundIsAdmitted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(sharing());
          Claim claim = claim(world, world.grant(world.person("lin")));
          assertEquals(List.of(new Verdict.Permit()), verdicts(world, claim));
        });
  }

  @Test
  void usesAreRead() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(sharing());
          Consent consent = world.grant(world.person("lin"));
          ConsentUse use = new ConsentUse(consent.id(), 3, 70, NOON, 2, NOON.plusSeconds(5));
          Database.recordUses(tx, List.of(use));
          Facts facts = read(world, List.of(claim(world, consent)));
          ConsentFact fact = facts.consents().get(consent.id());
          assertNotNull(fact);
          assertEquals(use, fact.use());
        });
  }

  private static SharingTerms budgeted() {
    SharingTerms terms = sharing();
    return new SharingTerms(
        terms.provider(),
        terms.consumer(),
        terms.datasets(),
        terms.purposes(),
        terms.highestTier(),
        terms.validFrom(),
        terms.validUntil(),
        new SharingBudgets(new Allowance(12, Window.DAY), new Allowance(2, Window.HOUR)));
  }

  private static List<Verdict> commit(World world, Claim... claims) {
    Admitted admitted = Admission.admit(read(world, List.of(claims)), List.of(claims));
    RoundTrip writing = new RoundTrip();
    admitted.uses().write(writing);
    writing.send(world.tx);
    return admitted.verdicts();
  }

  @Test
  void whatABatchUsedOfAnAgreementIsThereForTheNext() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(budgeted());
          Claim lin = claim(world, "lin");
          Claim mei = claim(world, "mei");
          Claim tao = claim(world, "tao");
          assertEquals(List.of(PERMIT, PERMIT), commit(world, lin, lin));
          Instant nextHour = NOON.plus(Duration.ofHours(1));
          assertEquals(
              List.of(PERMIT, new Verdict.Deny(ErrorCode.BUDGET_EXCEEDED, persons(nextHour))),
              commit(world, mei, tao));
          Instant nextDay = NOON.plus(Duration.ofDays(1));
          Exceeded records = new Exceeded(Budget.AGREEMENT_RECORDS, 12, Window.DAY, nextDay);
          assertEquals(
              List.of(PERMIT, new Verdict.Deny(ErrorCode.BUDGET_EXCEEDED, records)),
              commit(world, lin, lin));
          assertEquals(2, tx.fetchCount(AGREEMENT_USES));
          assertEquals(2, tx.fetchCount(COUNTED_SUBJECTS));
        });
  }

  private static Exceeded persons(Instant opensAt) {
    return new Exceeded(Budget.AGREEMENT_SUBJECTS, 2, Window.HOUR, opensAt);
  }

  @Test
  void aBatchWithoutBudgetsAsksAndWritesNothingOfThem() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(sharing());
          Claim lin = claim(world, "lin");
          tx.execute("ALTER TABLE policy.agreement_uses RENAME TO not_asked");
          tx.execute("ALTER TABLE policy.counted_subjects RENAME TO not_asked_either");
          assertEquals(List.of(PERMIT), commit(world, lin));
        });
  }

  @Test
  void whoDoesNotKnowOfABudgetIsRefused() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(budgeted());
          Claim knows = claim(world, "lin");
          Seen seen = knows.seen();
          Claim doesNot =
              new Claim(
                  knows.exchange(),
                  MALL,
                  PAY,
                  null,
                  new Seen(1, 1, seen.agreement(), seen.personal()),
                  null,
                  "digest",
                  knows.proposal(),
                  true);
          assertEquals(List.of(new Verdict.Deny(ErrorCode.STATE_CHANGED)), commit(world, doesNot));
        });
  }

  private static Claim claim(World world, String name) {
    UUID subject = world.person(name);
    Consent consent = world.grant(subject);
    return claim(world, name, consent);
  }

  /** What may happen between a decision and its commit, and how the verdict tells it. */
  private static void between(Consumer<World> change, ErrorCode expected) {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(sharing());
          Claim claim = claim(world, world.grant(world.person("lin")));
          change.accept(world);
          assertEquals(List.of(new Verdict.Deny(expected)), verdicts(world, claim));
        });
  }

  private static Consent consent(World world) {
    return world.consents.ofConsumer(world.tx, MALL, null, 1).getFirst();
  }

  @Test
  void aConsentPausedInBetween() {
    between(
        world -> {
          Consent consent = consent(world);
          changed(
              world.consents.pause(world.tx, NOON, consent.subject(), consent.subjectReference()));
        },
        ErrorCode.CONSENT_PAUSED);
  }

  @Test
  void aConsentRevokedInBetween() {
    between(
        world -> {
          Consent consent = consent(world);
          changed(
              world.consents.revoke(world.tx, NOON, consent.subject(), consent.subjectReference()));
        },
        ErrorCode.CONSENT_REVOKED);
  }

  @Test
  void aConsentPausedAndResumedInBetween() {
    between(
        world -> {
          Consent consent = consent(world);
          String reference = consent.subjectReference();
          changed(world.consents.pause(world.tx, NOON, consent.subject(), reference));
          changed(world.consents.resume(world.tx, NOON, consent.subject(), reference));
        },
        ErrorCode.STATE_CHANGED);
  }

  @Test
  void anAccountUnlinkedInBetween() {
    between(
        world -> {
          UUID subject = consent(world).subject();
          Link link = world.links.ofSubject(world.tx, subject).getFirst();
          world.links.unlink(world.tx, NOON, subject, link.id());
        },
        ErrorCode.CONSENT_REVOKED);
  }

  @Test
  void anAgreementTerminatedInBetween() {
    between(
        world -> {
          UUID id = SharingAgreements.ofParticipant(world.tx, MALL, 1).getFirst().id();
          SharingAgreements.terminate(world.tx, NOON, id, PAY);
        },
        ErrorCode.AGREEMENT_NOT_IN_FORCE);
  }

  @Test
  void aBatchIsReadAtOnce() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.agree(sharing());
          Claim lin = claim(world, world.grant(world.person("lin")));
          Consent consent = consent(world);
          Facts facts = read(world, List.of(lin, lin));
          assertEquals(1, facts.consents().size());
          assertEquals(2, facts.links().size());
          assertEquals(1, facts.agreements().size());
          assertEquals(Set.of(consent.id()), facts.consents().keySet());
        });
  }
}
