package dev.hefu.policy.input;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.PROFILE;
import static dev.hefu.policy.World.ask;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.sharing;
import static dev.hefu.policy.World.terms;
import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

class CandidateSearchTest {
  private static final AtomicInteger GRANTED = new AtomicInteger();
  private static final int OTHERS = 100;
  private static final Set<Category> PAYMENT = Set.of(Category.PAYMENT);

  private static Candidate find(World world, Ask ask) {
    return new CandidateSearch(world.localIds).find(world.tx, NOON, ask, PAYMENT);
  }

  private static ConsentTerms termsOf(
      Purpose purpose, Set<Category> categories, Tier tier, ConsentMode mode, Instant from) {
    return new ConsentTerms(
        Set.of(PAY),
        MALL,
        purpose,
        categories,
        tier,
        from,
        terms().validUntil(),
        mode,
        null,
        null,
        null,
        terms().records(),
        terms().basis(),
        terms().separate());
  }

  /** Each a millisecond later than the one before. */
  private static Consent grant(World world, UUID subject, ConsentTerms terms) {
    Instant now = NOON.plusMillis(GRANTED.getAndIncrement());
    return changed(world.consents.grant(world.tx, now, subject, terms, NOTICE));
  }

  @Test
  void theProvidersIdIsFoundByTheConsumersOwn() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Standing agreement = world.agree(sharing());
          UUID lin = world.person("lin");
          Consent consent = world.grant(lin);
          world.grant(world.person("wei"));
          Candidate found = find(world, ask("m-lin"));
          assertEquals(agreement, found.agreement());
          Candidate.Person person = found.person();
          assertNotNull(person);
          assertEquals("p-lin", person.providerLocalId());
          assertEquals(consent, person.consent());
          assertTrue(person.linked());
          assertFalse(person.cited());
          assertEquals(new FactVersion(consent.id(), 1), person.seen().consent());
          List<FactVersion> links =
              world.links.ofSubject(tx, lin).stream()
                  .map(link -> new FactVersion(link.id(), link.version()))
                  .toList();
          assertTrue(links.contains(person.seen().consumerLink()));
          assertTrue(links.contains(person.seen().providerLink()));
          assertFalse(found.toString().contains("p-lin"));
        });
  }

  /** PostgreSQL has not analyzed these tables: what it plans must be good all the same. */
  @Test
  void nobodyElsesConsentsAreRead() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent lin = world.grant(world.person("lin"));
          for (int other = 0; other < OTHERS; other++) {
            world.grant(world.person("other-" + other));
          }
          for (Ask ask : List.of(ask("m-lin"), ask("m-lin", lin.consumerReference()))) {
            long before = consentsRead(tx);
            assertNotNull(find(world, ask).person());
            assertEquals(1, consentsRead(tx) - before);
          }
          long before = consentsRead(tx);
          assertEquals(OTHERS + 1, tx.fetchCount(CONSENTS, CONSENTS.CONSUMER.eq(MALL)));
          assertEquals(OTHERS + 1, consentsRead(tx) - before, "the count notices others");
        });
  }

  /** Rows of consents that this transaction has read, by an index or not. */
  private static long consentsRead(DSLContext tx) {
    return Objects.requireNonNull(
            tx.fetchOne(
                "SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables"
                    + " WHERE relid = 'policy.consents'::regclass"))
        .get("rows", Long.class);
  }

  @Test
  void strangersFindNobody() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent lin = world.grant(world.person("lin"));
          world.person("without-consent");
          world.grant(world.person("wei"));
          assertNull(find(world, ask("m-nobody")).person());
          assertNull(find(world, ask("m-without-consent")).person());
          assertNull(find(world, ask("p-lin")).person(), "another participant's id");
          assertNull(find(world, ask("m-wei", lin.consumerReference())).person());
          assertNull(find(world, ask("m-lin", lin.subjectReference())).person());
          assertNull(find(world, ask("m-lin", "made-up")).person());
        });
  }

  @Test
  void whoCitesNothingFindsOnlyWhatHolds() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent consent = world.grant(lin);
          changed(world.consents.pause(tx, NOON, lin, consent.subjectReference()));
          assertNull(find(world, ask("m-lin")).person());
          Candidate.Person cited = find(world, ask("m-lin", consent.consumerReference())).person();
          assertNotNull(cited);
          assertTrue(cited.cited());
          assertEquals(2, cited.seen().consent().version());
        });
  }

  @Test
  void timeIsTheSearchersToo() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.grant(world.person("lin"));
          CandidateSearch search = new CandidateSearch(world.localIds);
          Instant over = terms().validUntil();
          assertNull(search.find(tx, NOON.minusMillis(1), ask("m-lin"), PAYMENT).person());
          assertNotNull(search.find(tx, over.minusMillis(1), ask("m-lin"), PAYMENT).person());
          assertNull(search.find(tx, over, ask("m-lin"), PAYMENT).person());
        });
  }

  @Test
  void theConsentThatComesClosestIsTaken() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Set<Category> both = Set.of(Category.PAYMENT, Category.PURCHASE);
          Set<Category> one = Set.of(Category.PAYMENT);
          Purpose purpose = Purpose.RECOMMENDATION;
          ConsentMode often = ConsentMode.PERIODIC;
          grant(world, lin, termsOf(Purpose.RESEARCH, both, Tier.IDENTIFIED, often, NOON));
          grant(world, lin, termsOf(purpose, both, Tier.AGGREGATE, often, NOON));
          assertNull(find(world, ask("m-lin")).person(), "none is for what is asked");
          Consent once =
              grant(
                  world, lin, termsOf(purpose, both, Tier.IDENTIFIED, ConsentMode.ONE_TIME, NOON));
          expect(world, once);
          Database.recordUses(tx, List.of(new ConsentUse(once.id(), 1, 0, NOON, 1, NOON)));
          expect(world, once);
          expect(world, grant(world, lin, termsOf(purpose, one, Tier.PSEUDONYMOUS, often, NOON)));
          expect(world, grant(world, lin, termsOf(purpose, both, Tier.PSEUDONYMOUS, often, NOON)));
        });
  }

  /** Each is newer than those before, and permits less of what is asked. */
  @Test
  void aNewerConsentThatPermitsLessHidesNoneThatPermitsMore() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Set<Category> asked = Set.of(Category.PAYMENT, Category.CONTACT);
          Consent all = grant(world, lin, flagged(asked, true, true));
          for (ConsentTerms less :
              List.of(
                  flagged(asked, true, false),
                  flagged(Set.of(Category.PAYMENT, Category.VISIT), true, true),
                  flagged(asked, false, true),
                  flagged(EnumSet.complementOf(EnumSet.copyOf(asked)), true, true))) {
            Consent newer = grant(world, lin, less);
            Candidate found =
                new CandidateSearch(world.localIds).find(tx, NOON, ask("m-lin"), asked);
            assertEquals(all, Objects.requireNonNull(found.person()).consent(), less::toString);
            world.consents.revoke(tx, NOON, lin, newer.subjectReference());
          }
        });
  }

  private static ConsentTerms flagged(
      Set<Category> categories, boolean recipient, boolean sensitive) {
    ConsentTerms plain =
        termsOf(Purpose.RECOMMENDATION, categories, Tier.PSEUDONYMOUS, ConsentMode.PERIODIC, NOON);
    return new ConsentTerms(
        plain.providers(),
        plain.consumer(),
        plain.purpose(),
        plain.categories(),
        plain.highestTier(),
        plain.validFrom(),
        plain.validUntil(),
        plain.mode(),
        null,
        null,
        null,
        plain.records(),
        plain.basis(),
        new SeparateConsents(recipient, sensitive, false, false));
  }

  @Test
  void aPersonIsAMinorToEverybodyAsSoonAsOneParticipantSaysSo() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          world.grant(lin);
          assertFalse(find(world, ask("m-lin")).minorAt(NOON));
          LinkToken third =
              new LinkToken(
                  "school",
                  "s-lin",
                  world.nonce(lin, "school"),
                  NOON,
                  NOON.plusSeconds(60),
                  LocalDate.parse("2026-03-02"));
          world.links.link(tx, NOON, lin, third);
          Candidate found = find(world, ask("m-lin"));
          Instant fourteen = Instant.parse("2026-03-02T00:00:00Z");
          assertTrue(found.minorAt(fourteen.minusMillis(1)));
          assertFalse(found.minorAt(fourteen));
          Link link =
              world.links.ofSubject(tx, lin).stream()
                  .filter(one -> one.participant().equals("school"))
                  .findFirst()
                  .orElseThrow();
          assertEquals(third.minorUntil(), link.minorUntil());
          world.links.unlink(tx, NOON, lin, link.id());
          assertFalse(find(world, ask("m-lin")).minorAt(NOON));
        });
  }

  /** Whoever cites its own reference is told what it was for. */
  @Test
  void aCitedConsentIsFoundWhateverItIsFor() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Set<Category> one = Set.of(Category.PAYMENT);
          for (ConsentTerms terms :
              List.of(
                  termsOf(Purpose.RESEARCH, one, Tier.IDENTIFIED, ConsentMode.PERIODIC, NOON),
                  termsOf(
                      Purpose.RECOMMENDATION, one, Tier.AGGREGATE, ConsentMode.ONE_TIME, NOON))) {
            Consent consent = grant(world, lin, terms);
            Database.recordUses(tx, List.of(new ConsentUse(consent.id(), 1, 0, NOON, 1, NOON)));
            Candidate.Person cited =
                find(world, ask("m-lin", consent.consumerReference())).person();
            assertNotNull(cited);
            assertEquals(consent, cited.consent());
          }
        });
  }

  private static void expect(World world, Consent consent) {
    Candidate.Person person = find(world, ask("m-lin")).person();
    assertNotNull(person);
    assertEquals(consent, person.consent());
  }

  @Test
  void whoUnlinkedIsFoundOnlyByCitingWhatWas() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent consent = world.grant(lin);
          for (Link link : world.links.ofSubject(tx, lin)) {
            world.links.unlink(tx, NOON, lin, link.id());
          }
          assertNull(find(world, ask("m-lin")).person());
          Candidate.Person was = find(world, ask("m-lin", consent.consumerReference())).person();
          assertNotNull(was);
          assertFalse(was.linked());
        });
  }

  @Test
  void theAgreementThatComesClosestIsTaken() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          DatasetVersion other = new DatasetVersion("other", 1);
          assertNull(find(world, ask("m-lin")).agreement());
          Standing proposed =
              World.standing(SharingAgreements.propose(tx, NOON, MALL, sharing(), "{}", "jws"));
          assertEquals(proposed, find(world, ask("m-lin")).agreement());
          Standing otherDataset =
              world.agree(
                  sharingOf(Set.of(other), Set.of(Purpose.RECOMMENDATION), Tier.IDENTIFIED));
          assertEquals(otherDataset, find(world, ask("m-lin")).agreement());
          Standing otherPurpose =
              world.agree(sharingOf(Set.of(PROFILE), Set.of(Purpose.RESEARCH), Tier.IDENTIFIED));
          assertEquals(otherPurpose, find(world, ask("m-lin")).agreement());
          Standing lowTier =
              world.agree(
                  sharingOf(Set.of(PROFILE), Set.of(Purpose.RECOMMENDATION), Tier.AGGREGATE));
          assertEquals(lowTier, find(world, ask("m-lin")).agreement());
          Standing fits = world.agree(sharing());
          assertEquals(fits, find(world, ask("m-lin")).agreement());
          assertEquals(
              null,
              new CandidateSearch(world.localIds)
                  .find(
                      tx,
                      NOON,
                      new Ask(
                          PAY,
                          MALL,
                          PROFILE,
                          Purpose.RECOMMENDATION,
                          Tier.PSEUDONYMOUS,
                          "p-lin",
                          null),
                      PAYMENT)
                  .agreement(),
              "the other way round");
        });
  }

  private static SharingTerms sharingOf(
      Set<DatasetVersion> datasets, Set<Purpose> purposes, Tier tier) {
    return new SharingTerms(
        PAY, MALL, datasets, purposes, tier, NOON, sharing().validUntil(), null);
  }
}
