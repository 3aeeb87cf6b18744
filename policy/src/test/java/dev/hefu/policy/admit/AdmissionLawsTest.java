package dev.hefu.policy.admit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.IdempotencyKey;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.fact.AgreementFact;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Earlier;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.LinkFact;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.Spent;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds of every batch over every facts. */
class AdmissionLawsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int PEOPLE = 4;
  private static final int EXCHANGES = 24;

  /** A random world and a random batch, small enough that claims meet. */
  record Batch(Facts facts, List<Claim> claims) {}

  @Provide
  Arbitrary<Batch> batches() {
    return Arbitraries.randomValue(AdmissionLawsTest::batch);
  }

  @Property
  void thereIsOneVerdictPerClaim(@ForAll("batches") Batch batch) {
    assertEquals(batch.claims().size(), admit(batch).verdicts().size());
  }

  @Property
  void theSameFactsGiveTheSameVerdicts(@ForAll("batches") Batch batch) {
    assertEquals(admit(batch), admit(batch));
  }

  @Property
  void aOneTimeConsentIsPermittedOnceAndABudgetIsNeverOverspent(@ForAll("batches") Batch batch) {
    Map<UUID, Integer> permitted = permits(batch);
    permitted.forEach(
        (id, count) -> {
          ConsentFact consent = consent(batch, id);
          long before = consent.use() == null ? 0 : consent.use().total();
          if (consent.mode() == ConsentMode.ONE_TIME) {
            assertEquals(1, before + count);
          }
          Allowance frequency = consent.frequency();
          if (frequency != null) {
            assertTrue(count <= frequency.limit());
          }
        });
  }

  @Property
  void usesAreExactlyThePermits(@ForAll("batches") Batch batch) {
    Map<UUID, Integer> permitted = permits(batch);
    List<ConsentUse> uses = admit(batch).uses().consents();
    Set<UUID> used = new HashSet<>();
    for (ConsentUse use : uses) {
      ConsentFact consent = consent(batch, use.consent());
      assertTrue(used.add(use.consent()));
      long before = consent.use() == null ? 0 : consent.use().total();
      assertEquals(before + permitted.getOrDefault(use.consent(), 0), use.total());
    }
    assertEquals(permitted.keySet(), used);
  }

  @Property
  void splittingABatchChangesNothingButWhereAReplayStands(@ForAll("batches") Batch batch) {
    int middle = batch.claims().size() / 2;
    List<Claim> head = batch.claims().subList(0, middle);
    List<Claim> tail = batch.claims().subList(middle, batch.claims().size());
    Admitted first = Admission.admit(batch.facts(), head);
    Admitted second = Admission.admit(after(batch.facts(), head, first), tail);
    List<Verdict> split = new ArrayList<>(first.verdicts());
    split.addAll(second.verdicts());
    assertEquals(withoutIndexes(admit(batch).verdicts()), withoutIndexes(split));
  }

  @Property
  void nothingIsReleasedOnAConsentThatDoesNotHold(@ForAll("batches") Batch batch) {
    Facts facts = batch.facts();
    List<Verdict> verdicts = admit(batch).verdicts();
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) instanceof Verdict.Deny || !verdicts.get(i).leavesLeaf()) {
        continue;
      }
      Personal personal = requireNonNull(batch.claims().get(i).seen().personal());
      ConsentFact consent = consent(batch, personal.consent().id());
      assertEquals(ConsentState.GRANTED, consent.state());
      assertEquals(personal.consent(), consent.seen());
      assertFalse(facts.now().isBefore(consent.validFrom()));
      assertTrue(facts.now().isBefore(consent.validUntil()));
    }
  }

  @Property
  void whoCitesNothingLearnsNothingOfThePerson(@ForAll("batches") Batch batch) {
    List<Verdict> verdicts = admit(batch).verdicts();
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) instanceof Verdict.Deny deny && !batch.claims().get(i).cited()) {
        assertTrue(
            deny.reason().compareTo(ErrorCode.NOT_PERMITTED) <= 0
                || deny.reason().compareTo(ErrorCode.CATEGORY_NOT_CONSENTED) > 0,
            deny.toString());
      }
    }
  }

  private static ConsentFact consent(Batch batch, UUID id) {
    return requireNonNull(batch.facts().consents().get(id));
  }

  private static Admitted admit(Batch batch) {
    return Admission.admit(batch.facts(), batch.claims());
  }

  private static Map<UUID, Integer> permits(Batch batch) {
    List<Verdict> verdicts = admit(batch).verdicts();
    Map<UUID, Integer> permits = new HashMap<>();
    for (int i = 0; i < verdicts.size(); i++) {
      Personal personal = batch.claims().get(i).seen().personal();
      if (verdicts.get(i) instanceof Verdict.Permit && personal != null) {
        permits.merge(personal.consent().id(), 1, Integer::sum);
      }
    }
    return permits;
  }

  private static List<Verdict> withoutIndexes(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(
            verdict ->
                verdict instanceof Verdict.Replay replay
                    ? new Verdict.KeyConflict(replay.exchange())
                    : verdict)
        .toList();
  }

  /** The facts as the next batch finds them. */
  private static Facts after(Facts facts, List<Claim> claims, Admitted admitted) {
    Map<UUID, ConsentFact> consents = new HashMap<>(facts.consents());
    for (ConsentUse use : admitted.uses().consents()) {
      consents.computeIfPresent(use.consent(), (id, consent) -> used(consent, use));
    }
    Map<IdempotencyKey, Earlier> keys = new HashMap<>(facts.idempotency());
    for (int i = 0; i < claims.size(); i++) {
      IdempotencyKey key = claims.get(i).key();
      if (key != null && admitted.verdicts().get(i) instanceof Verdict.Permit) {
        keys.put(
            key,
            new Earlier(
                claims.get(i).exchange(), i, claims.get(i).requestDigest(), claims.get(i).basis()));
      }
    }
    Map<UUID, AgreementFact> agreements = new HashMap<>(facts.agreements());
    agreements.replaceAll((id, agreement) -> agreement.with(spent(agreement, admitted.uses())));
    return new Facts(facts.now(), consents, facts.links(), agreements, facts.participants(), keys);
  }

  /** What was spent of an agreement after a batch; of one that all its claims are about. */
  static Spent spent(AgreementFact before, Uses uses) {
    Map<Budget, AgreementUse> used = new HashMap<>(before.spent().uses());
    uses.agreements().forEach(use -> used.put(use.budget(), use));
    Map<UUID, Instant> subjects = new HashMap<>(before.spent().subjects());
    uses.subjects().forEach(one -> subjects.put(one.subject(), one.windowStart()));
    return new Spent(used, subjects);
  }

  static ConsentFact used(ConsentFact consent, ConsentUse use) {
    return new ConsentFact(
        consent.seen(),
        consent.subject(),
        consent.consumer(),
        consent.providers(),
        consent.state(),
        consent.mode(),
        consent.validFrom(),
        consent.validUntil(),
        consent.frequency(),
        consent.maxRecords(),
        use);
  }

  private static Batch batch(Random random) {
    Map<UUID, ConsentFact> consents = new HashMap<>();
    Map<UUID, LinkFact> links = new HashMap<>();
    for (int i = 0; i < PEOPLE; i++) {
      ConsentFact consent = consent(random, i);
      consents.put(consent.seen().id(), consent);
      for (String participant : List.of("mall", "pay")) {
        LinkFact link =
            new LinkFact(
                version(random, participant + i), consent.subject(), participant, usually(random));
        links.put(link.seen().id(), link);
      }
    }
    AgreementFact agreement =
        new AgreementFact(
            version(random, "agreement"),
            "pay",
            "mall",
            usually(random),
            NOON.minusSeconds(1),
            NOON.plusSeconds(1),
            random.nextBoolean()
                ? null
                : SharingBudgets.of(
                    allowance(random, 1 + random.nextInt(20)),
                    allowance(random, 1 + random.nextInt(PEOPLE))),
            Spent.NOTHING);
    Facts facts =
        new Facts(
            NOON,
            consents,
            links,
            Map.of(agreement.seen().id(), agreement),
            Map.of(
                "mall", new ParticipantFact(1, !usually(random)),
                "pay", new ParticipantFact(1, false)),
            Map.of());
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < random.nextInt(EXCHANGES); i++) {
      claims.add(claim(random, i));
    }
    return new Batch(facts, claims);
  }

  private static ConsentFact consent(Random random, int person) {
    ConsentState[] states = ConsentState.values();
    UUID id = AdmissionCases.id("consent" + person);
    Instant from = NOON.minus(Duration.ofMinutes(random.nextInt(100_000)));
    return new ConsentFact(
        new FactVersion(id, usually(random) ? 1 : 2),
        AdmissionCases.id("subject" + person),
        "mall",
        Set.of("pay"),
        usually(random) ? ConsentState.GRANTED : states[random.nextInt(states.length)],
        random.nextBoolean() ? ConsentMode.ONE_TIME : ConsentMode.PERIODIC,
        usually(random) ? from : NOON.plusSeconds(1),
        usually(random) ? NOON.plusSeconds(60) : NOON,
        allowance(random, 1 + random.nextInt(3)),
        random.nextBoolean() ? null : 1 + random.nextInt(12),
        random.nextBoolean() ? null : new ConsentUse(id, 1, 1, from, 1, from));
  }

  private static @Nullable Allowance allowance(Random random, int limit) {
    Window[] windows = Window.values();
    return random.nextBoolean()
        ? null
        : new Allowance(limit, windows[random.nextInt(windows.length)]);
  }

  private static Claim claim(Random random, int number) {
    int person = random.nextInt(PEOPLE);
    return new Claim(
        AdmissionCases.id("exchange" + number),
        "mall",
        "pay",
        null,
        new Seen(
            1,
            1,
            new FactVersion(AdmissionCases.id("agreement"), 1),
            new Personal(
                new FactVersion(AdmissionCases.id("consent" + person), 1),
                new FactVersion(AdmissionCases.id("mall" + person), 1),
                new FactVersion(AdmissionCases.id("pay" + person), 1)),
            null,
            usually(random)),
        random.nextBoolean() ? null : "key" + random.nextInt(4),
        "digest" + random.nextInt(2),
        usually(random)
            ? new Proposal.Permit(1 + random.nextInt(4), "basis" + random.nextInt(8) / 7)
            : new Proposal.Deny(ErrorCode.CONSENT_PAUSED),
        random.nextBoolean());
  }

  private static FactVersion version(Random random, String name) {
    return new FactVersion(AdmissionCases.id(name), usually(random) ? 1 : 2);
  }

  private static boolean usually(Random random) {
    return random.nextInt(12) > 0;
  }
}
