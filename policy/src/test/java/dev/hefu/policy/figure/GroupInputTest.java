package dev.hefu.policy.figure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.policy.World;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the rules see of a group, and what they say of it. */
final class GroupInputTest {
  private static final EmbeddedEngine ENGINE = new EmbeddedEngine(1, Duration.ofSeconds(10));

  private static final Cell CELL =
      new Cell(
          "payment.sensitive",
          Category.PAYMENT,
          Classification.SENSITIVE,
          List.of("creditBand"),
          List.of());

  private static final Standing AGREEMENT =
      new Standing(UUID.randomUUID(), 1, AgreementState.SIGNED, World.sharing());

  private static final Ask ASK =
      new Ask(
          World.MALL, World.PAY, World.PROFILE, Purpose.RECOMMENDATION, Tier.AGGREGATE, "", null);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static People.Person person(int number, @Nullable Integer dataLifeDays) {
    FactVersion any = new FactVersion(UUID.randomUUID(), 1);
    return new People.Person(
        UUID.randomUUID(),
        "reference",
        new Personal(any, any, any),
        World.NOON.minusSeconds(number),
        World.NOON.plusSeconds(1 + number),
        dataLifeDays,
        () -> "p-" + number);
  }

  private static List<People.Person> people(int count) {
    return IntStream.range(0, count).mapToObj(i -> person(i, i == 7 ? 30 : null)).toList();
  }

  private static InputText input(
      @Nullable Standing agreement, List<People.Person> people, boolean abroad) {
    return GroupInput.of(World.NOON, ASK, agreement, List.of(CELL), people, abroad);
  }

  private static Decision decide(@Nullable Standing agreement, int people, boolean abroad) {
    return ENGINE.decide(input(agreement, people(people), abroad)).decision();
  }

  @Test
  void twentyAreAGroupAndSensitiveDataNeedsNoFlagOfThem() {
    Decision.Permit permit = assertInstanceOf(Decision.Permit.class, decide(AGREEMENT, 20, true));
    assertEquals("payment.sensitive", permit.cells().getFirst().released());
    assertEquals(20, permit.obligations().smallestGroup());
    assertEquals(30, permit.obligations().dataLifeDays(), "the shortest of all");
  }

  @Test
  void nineteenAreNoGroupAndLookLikeNobody() {
    Decision nobody = new Decision.Deny(List.of(ErrorCode.NOT_PERMITTED));
    assertEquals(nobody, decide(AGREEMENT, 19, false));
    assertEquals(nobody, decide(AGREEMENT, 0, false));
  }

  @Test
  void companiesThatAgreedOnNothingAreToldSo() {
    Decision.Deny deny = assertInstanceOf(Decision.Deny.class, decide(null, 20, false));
    assertEquals(ErrorCode.AGREEMENT_MISSING, deny.reasons().getFirst());
  }

  @Test
  void theValidityIsThatOfAllTogether() {
    JsonNode consent = json(input(AGREEMENT, people(20), false)).path("consent");
    assertEquals(World.NOON.toEpochMilli(), consent.path("validFrom").longValue());
    assertEquals(World.NOON.plusSeconds(1).toEpochMilli(), consent.path("validUntil").longValue());
  }

  /** What the rules know of a person's consent and of a group's has the same members. */
  @Test
  void theRulesFindAllThatTheyKnowOfAPerson() {
    FactVersion any = new FactVersion(UUID.randomUUID(), 1);
    Consent consent =
        new Consent(
            any.id(),
            1,
            ConsentState.GRANTED,
            UUID.randomUUID(),
            "subject-reference",
            "consumer-reference",
            World.terms(),
            World.NOTICE,
            null,
            World.NOON,
            World.NOON);
    Candidate.Person person =
        new Candidate.Person(consent, true, false, new Personal(any, any, any), "p", null);
    JsonNode one =
        json(
            new DecisionInput(
                    World.NOON, ASK, new Candidate(AGREEMENT, person), List.of(CELL), false, false)
                .text());
    JsonNode group = json(input(AGREEMENT, people(20), false));
    assertEquals(names(one), names(group));
    assertEquals(names(one.path("consent")), names(group.path("consent")));
    assertEquals(
        names(one.path("consent").path("separate")), names(group.path("consent").path("separate")));
  }

  @Test
  void theTextIsCanonicalAndTellsNoId() {
    String text = input(AGREEMENT, people(20), false).json();
    assertEquals(CanonicalJson.text(json(InputText.of(text))), text);
    people(20).forEach(one -> assertEquals(-1, text.indexOf(one.providerLocalId().get())));
  }

  private static JsonNode json(InputText text) {
    return StrictJson.trusted(text.json().getBytes(UTF_8));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
