package dev.hefu.policy.admit;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.PAY;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FactsReader;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.figure.FigureAnswers;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.figure.Question;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures from the search through the reader to the verdict and its row, on a real database. */
final class FigureAdmissionTest {
  private static final Map<String, ParticipantFact> PARTICIPANTS =
      Map.of(MALL, new ParticipantFact(1, false), PAY, new ParticipantFact(1, false));

  /** A world of today, since a question's day is judged by the database's clock. */
  private record Today(World world, Standing agreement, UUID lin) {
    static Today of(World world) {
      UUID lin = world.person("lin");
      world.grant(lin);
      world.grant(world.person("wei"));
      Standing agreement = world.agree(World.sharing());
      world.tx.execute(
          "UPDATE policy.consents SET valid_until = clock_timestamp() + interval '1 hour'");
      world.tx.execute(
          "UPDATE policy.sharing_agreements"
              + " SET valid_until = clock_timestamp() + interval '1 hour'");
      return new Today(world, agreement, lin);
    }

    List<Personal> people() {
      RoundTrip trip = new RoundTrip();
      Supplier<List<People.Person>> found =
          new People(world.localIds)
              .search(
                  trip,
                  new People.Scope(PAY, MALL, Purpose.RECOMMENDATION, Category.PAYMENT, true),
                  1,
                  Instant.now());
      trip.send(world.tx);
      return found.get().stream().map(People.Person::seen).toList();
    }

    Question question() {
      return new Question(
          agreement.id(),
          PAY,
          World.PROFILE,
          Purpose.RECOMMENDATION,
          List.of("creditBand"),
          Question.day(Instant.now()),
          20);
    }

    Claim claim(List<Personal> counted, boolean repeated) {
      return new Claim(
          UUID.randomUUID(),
          MALL,
          PAY,
          null,
          new Seen(1, 1, new FactVersion(agreement.id(), agreement.version()), null),
          null,
          "digest",
          new Proposal.Figure(question().digest(), question().day(), "told", counted, repeated),
          false);
    }

    Admitted admit(Claim... claims) {
      RoundTrip reading = new RoundTrip();
      Supplier<Facts> facts =
          FactsReader.ask(
              reading, List.of(claims), () -> PARTICIPANTS, Map::of, () -> ProofFacts.NONE);
      reading.send(world.tx);
      Admitted admitted = Admission.admit(facts.get(), List.of(claims));
      RoundTrip writing = new RoundTrip();
      admitted.uses().write(writing);
      writing.send(world.tx);
      return admitted;
    }
  }

  private static void permitted(Admitted admitted) {
    assertInstanceOf(Verdict.Permit.class, admitted.verdicts().getFirst());
  }

  private static void changed(Admitted admitted) {
    assertEquals(new Verdict.Deny(ErrorCode.STATE_CHANGED), admitted.verdicts().getFirst());
    assertEquals(List.of(), admitted.uses().answers());
  }

  @Test
  void aFigureIsToldAndKeptAndThenOnlyRepeated() {
    Database.inTransaction(
        tx -> {
          Today today = Today.of(new World(tx));
          List<Personal> people = today.people();
          assertEquals(2, people.size());
          assertEquals(Optional.empty(), FigureAnswers.find(tx, today.question()));
          permitted(today.admit(today.claim(people, false)));
          assertEquals(Optional.of("told"), FigureAnswers.find(tx, today.question()));
          changed(today.admit(today.claim(people, false)));
          Admitted repeated = today.admit(today.claim(List.of(), true));
          permitted(repeated);
          assertEquals(List.of(), repeated.uses().answers(), "a repeat costs nothing");
        });
  }

  @Test
  void ofTwoInOneBatchTheFirstIsKept() {
    Database.inTransaction(
        tx -> {
          Today today = Today.of(new World(tx));
          List<Personal> people = today.people();
          Admitted admitted = today.admit(today.claim(people, false), today.claim(people, false));
          assertEquals(
              List.of(new Verdict.Permit(), new Verdict.Deny(ErrorCode.STATE_CHANGED)),
              admitted.verdicts());
          assertEquals(1, admitted.uses().answers().size());
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consents SET state = 'REVOKED', version = version + 1 WHERE subject = '%s'",
        "consents SET state = 'PAUSED' WHERE subject = '%s'",
        "consents SET version = version + 1 WHERE subject = '%s'",
        "consents SET valid_until = clock_timestamp() WHERE subject = '%s'",
        "links SET active = false, ended_at = linked_at"
            + " WHERE subject = '%s' AND participant = 'mall'",
        "links SET active = false, ended_at = linked_at"
            + " WHERE subject = '%s' AND participant = 'pay'",
        "links SET version = version + 1 WHERE subject = '%s' AND participant = 'mall'",
        "links SET version = version + 1 WHERE subject = '%s' AND participant = 'pay'",
      })
  void oneWhoNoLongerStandsIsEnoughToRefuse(String change) {
    Database.inTransaction(
        tx -> {
          Today today = Today.of(new World(tx));
          List<Personal> people = today.people();
          tx.execute("UPDATE policy." + change.formatted(today.lin()));
          changed(today.admit(today.claim(people, false)));
        });
  }

  @Test
  void aHundredQuestionsAMonthAndNotOneMore() {
    Database.inTransaction(
        tx -> {
          Today today = Today.of(new World(tx));
          tx.execute(
              "INSERT INTO policy.figure_answers SELECT 'spent-' || n, '%s'::uuid,"
                      .formatted(today.agreement().id())
                  + " (clock_timestamp() AT TIME ZONE 'UTC')::date, '', gen_random_uuid()"
                  + " FROM generate_series(1, 99) AS n");
          tx.execute(
              "INSERT INTO policy.figure_answers SELECT 'before', agreement,"
                  + " date_trunc('month', day)::date - 1, '', exchange"
                  + " FROM policy.figure_answers LIMIT 1");
          permitted(today.admit(today.claim(today.people(), false)));
          tx.execute("UPDATE policy.figure_answers SET question = 'other' WHERE answer = 'told'");
          Verdict.Deny deny =
              assertInstanceOf(
                  Verdict.Deny.class,
                  today.admit(today.claim(today.people(), false)).verdicts().getFirst());
          assertEquals(ErrorCode.BUDGET_EXCEEDED, deny.reason());
          assertEquals(Budget.AGREEMENT_QUESTIONS, requireNonNull(deny.exceeded()).budget());
        });
  }

  /** Neither what was asked under one before it, nor in the same batch, is forgotten. */
  @Test
  void anotherAgreementOfTheTwoBringsNoQuestions() {
    Database.inTransaction(
        tx -> {
          Today before = Today.of(new World(tx));
          tx.execute(
              "INSERT INTO policy.figure_answers SELECT 'spent-' || n, '%s'::uuid,"
                      .formatted(before.agreement().id())
                  + " (clock_timestamp() AT TIME ZONE 'UTC')::date, '', gen_random_uuid()"
                  + " FROM generate_series(1, 99) AS n");
          Standing fresh = before.world().agree(World.sharing());
          tx.execute(
              "UPDATE policy.sharing_agreements"
                  + " SET valid_until = clock_timestamp() + interval '1 hour'");
          Today today = new Today(before.world(), fresh, before.lin());
          List<Verdict> verdicts =
              today
                  .admit(today.claim(today.people(), false), before.claim(before.people(), false))
                  .verdicts();
          assertInstanceOf(Verdict.Permit.class, verdicts.getFirst());
          Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdicts.getLast());
          assertEquals(ErrorCode.BUDGET_EXCEEDED, deny.reason());
        });
  }

  @Test
  void aFigureRestsOnAnAgreement() {
    Proposal.Figure figure = new Proposal.Figure("q", Question.day(NOON), "told", List.of(), false);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Claim(
                UUID.randomUUID(),
                MALL,
                PAY,
                null,
                new Seen(1, 1, null, null),
                null,
                "d",
                figure,
                false));
  }
}
