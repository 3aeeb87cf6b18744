package dev.hefu.policy.admit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.fact.AgreementFact;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.LinkFact;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.Spent;
import dev.hefu.schemas.Window;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

/**
 * Budgets against a model that remembers every answer and counts anew each time, and knows of no
 * counters, windows' starts or commits.
 */
class BudgetLawsTest {
  private static final Instant FIRST = Instant.parse("2026-01-31T10:30:00Z");
  private static final int PEOPLE = 4;
  private static final int ASKED = 30;

  /** Minutes between two questions: mostly none, sometimes over the end of a window. */
  private static final int[] PAUSES = {0, 0, 0, 1, 59, 60, 24 * 60, 28 * 24 * 60};

  /** One question: when, about whom, and how many records the answer would have. */
  private record Question(Instant at, int person, int records) {}

  /**
   * A world and what is asked in it.
   *
   * @param cuts where one commit ends and another begins
   */
  record Story(
      @Nullable SharingBudgets budgets,
      List<Consent> consents,
      List<Question> questions,
      Set<Integer> cuts) {}

  private record Consent(@Nullable Allowance frequency, @Nullable Integer maxRecords) {}

  @Provide
  Arbitrary<Story> stories() {
    return Arbitraries.randomValue(BudgetLawsTest::story);
  }

  @Property
  void anyCommitsDecideAsTheModel(@ForAll("stories") Story story) {
    assertEquals(new Model(story).verdicts(), decided(story, story.cuts()));
  }

  @Property
  void whatIsReadAfterwardsIsWhatTheModelCounts(@ForAll("stories") Story story) {
    Model model = new Model(story);
    model.verdicts();
    Facts facts = run(story, story.cuts()).after();
    for (int person = 0; person < PEOPLE; person++) {
      ConsentFact consent = requireNonNull(facts.consents().get(id("consent", person)));
      assertEquals(
          model.consentBalances(person, facts.now()),
          words(consent.balances(facts.now()), facts.now()));
    }
    AgreementFact agreement = requireNonNull(facts.agreements().get(id("agreement", 0)));
    assertEquals(
        model.agreementBalances(facts.now()), words(agreement.balances(facts.now()), facts.now()));
  }

  /** Such as "CONSENT_USES 2 of 3"; the window must be the one that the time is in. */
  private static List<String> words(List<Balance> balances, Instant now) {
    for (Balance balance : balances) {
      Instant start = balance.windowStart();
      assertEquals(balance.window() == null, start == null);
      assertEquals(balance.window() == null, balance.resetsAt() == null);
      assertTrue(start == null || !start.isAfter(now));
      assertTrue(balance.resetsAt() == null || balance.resetsAt().isAfter(now));
    }
    return balances.stream()
        .map(one -> one.of() + " " + one.used() + " of " + one.limit())
        .toList();
  }

  @Property
  void oneByOneIsTheSame(@ForAll("stories") Story story) {
    Set<Integer> everywhere = new HashSet<>();
    for (int i = 0; i < story.questions().size(); i++) {
      everywhere.add(i);
    }
    assertEquals(decided(story, everywhere), decided(story, story.cuts()));
  }

  /** Every answer that was given, and counts over them. */
  private static final class Model {
    private final Story story;
    private final List<Question> answered = new ArrayList<>();

    Model(Story story) {
      this.story = story;
    }

    List<String> verdicts() {
      List<String> verdicts = new ArrayList<>();
      for (Question question : story.questions()) {
        Budget exceeded = exceeded(question);
        if (exceeded == null) {
          answered.add(question);
        }
        verdicts.add(exceeded == null ? "permit" : exceeded.name());
      }
      return verdicts;
    }

    private @Nullable Budget exceeded(Question asked) {
      Consent consent = story.consents().get(asked.person());
      List<Question> theirs =
          answered.stream().filter(one -> one.person() == asked.person()).toList();
      if (consent.frequency() != null
          && within(consent.frequency(), asked, theirs).size() + 1 > consent.frequency().limit()) {
        return Budget.CONSENT_USES;
      }
      if (consent.maxRecords() != null
          && records(theirs) + asked.records() > consent.maxRecords()) {
        return Budget.CONSENT_RECORDS;
      }
      return story.budgets() == null ? null : exceeded(story.budgets(), asked);
    }

    private @Nullable Budget exceeded(SharingBudgets budgets, Question asked) {
      Allowance records = budgets.records();
      if (records != null
          && records(within(records, asked, answered)) + asked.records() > records.limit()) {
        return Budget.AGREEMENT_RECORDS;
      }
      Allowance subjects = budgets.subjects();
      if (subjects != null) {
        Set<Integer> persons = new HashSet<>(Set.of(asked.person()));
        within(subjects, asked, answered).forEach(one -> persons.add(one.person()));
        return persons.size() > subjects.limit() ? Budget.AGREEMENT_SUBJECTS : null;
      }
      return null;
    }

    List<String> consentBalances(int person, Instant now) {
      Consent consent = story.consents().get(person);
      Question ending = new Question(now, person, 0);
      List<Question> theirs = answered.stream().filter(one -> one.person() == person).toList();
      List<String> balances = new ArrayList<>();
      if (consent.frequency() != null) {
        int used = within(consent.frequency(), ending, theirs).size();
        balances.add("CONSENT_USES " + used + " of " + consent.frequency().limit());
      }
      if (consent.maxRecords() != null) {
        balances.add("CONSENT_RECORDS " + records(theirs) + " of " + consent.maxRecords());
      }
      return balances;
    }

    List<String> agreementBalances(Instant now) {
      List<String> balances = new ArrayList<>();
      Question ending = new Question(now, 0, 0);
      Allowance records = story.budgets() == null ? null : story.budgets().records();
      if (records != null) {
        int used = records(within(records, ending, answered));
        balances.add("AGREEMENT_RECORDS " + used + " of " + records.limit());
      }
      Allowance subjects = story.budgets() == null ? null : story.budgets().subjects();
      if (subjects != null) {
        long used =
            within(subjects, ending, answered).stream().map(Question::person).distinct().count();
        balances.add("AGREEMENT_SUBJECTS " + used + " of " + subjects.limit());
      }
      return balances;
    }

    private static int records(List<Question> answers) {
      return answers.stream().mapToInt(Question::records).sum();
    }

    /** Those in the window of the question, found by going from window to window. */
    private static List<Question> within(
        Allowance allowance, Question asked, List<Question> answers) {
      OffsetDateTime first = FIRST.atOffset(ZoneOffset.UTC);
      int passed = 0;
      while (!begin(first, allowance.window(), passed + 1).isAfter(asked.at())) {
        passed++;
      }
      Instant from = begin(first, allowance.window(), passed);
      return answers.stream().filter(one -> !one.at().isBefore(from)).toList();
    }

    private static Instant begin(OffsetDateTime first, Window window, int number) {
      return switch (window) {
        case HOUR -> first.plusHours(number).toInstant();
        case DAY -> first.plusDays(number).toInstant();
        case MONTH -> first.plusMonths(number).toInstant();
      };
    }
  }

  /** What the admission decided, and the facts that it left. */
  private record Run(List<String> verdicts, Facts after) {}

  private static List<String> decided(Story story, Set<Integer> cuts) {
    return run(story, cuts).verdicts();
  }

  /** A commit ends at each cut and wherever time passes. */
  private static Run run(Story story, Set<Integer> cuts) {
    Facts facts = facts(story);
    List<String> verdicts = new ArrayList<>();
    List<Claim> batch = new ArrayList<>();
    for (int i = 0; i < story.questions().size(); i++) {
      Question question = story.questions().get(i);
      if (cuts.contains(i) || !question.at().equals(facts.now())) {
        facts = commit(facts, batch, verdicts, question.at());
        batch.clear();
      }
      batch.add(claim(question, i));
    }
    return new Run(verdicts, commit(facts, batch, verdicts, facts.now()));
  }

  private static Facts commit(Facts facts, List<Claim> batch, List<String> verdicts, Instant next) {
    Admitted admitted = Admission.admit(facts, batch);
    for (Verdict verdict : admitted.verdicts()) {
      verdicts.add(
          verdict instanceof Verdict.Deny deny
              ? requireNonNull(deny.exceeded()).budget().name()
              : "permit");
    }
    Map<UUID, ConsentFact> consents = new HashMap<>(facts.consents());
    for (ConsentUse use : admitted.uses().consents()) {
      consents.computeIfPresent(
          use.consent(), (id, consent) -> AdmissionLawsTest.used(consent, use));
    }
    Map<UUID, AgreementFact> agreements = new HashMap<>(facts.agreements());
    agreements.replaceAll(
        (id, agreement) -> agreement.with(AdmissionLawsTest.spent(agreement, admitted.uses())));
    return new Facts(
        next, consents, facts.links(), agreements, facts.participants(), facts.idempotency());
  }

  private static Facts facts(Story story) {
    Instant end = FIRST.plusSeconds(100_000_000);
    Map<UUID, ConsentFact> consents = new HashMap<>();
    Map<UUID, LinkFact> links = new HashMap<>();
    for (int person = 0; person < PEOPLE; person++) {
      UUID subject = id("subject", person);
      Consent consent = story.consents().get(person);
      consents.put(
          id("consent", person),
          new ConsentFact(
              new FactVersion(id("consent", person), 1),
              subject,
              "mall",
              Set.of("pay"),
              ConsentState.GRANTED,
              ConsentMode.PERIODIC,
              FIRST,
              end,
              consent.frequency(),
              consent.maxRecords(),
              null));
      for (String participant : List.of("mall", "pay")) {
        FactVersion link = new FactVersion(id(participant, person), 1);
        links.put(link.id(), new LinkFact(link, subject, participant, true));
      }
    }
    FactVersion agreement = new FactVersion(id("agreement", 0), 1);
    return new Facts(
        FIRST,
        consents,
        links,
        Map.of(
            agreement.id(),
            new AgreementFact(
                agreement, "pay", "mall", true, FIRST, end, story.budgets(), Spent.NOTHING)),
        Map.of("mall", new ParticipantFact(1, false), "pay", new ParticipantFact(1, false)),
        Map.of());
  }

  private static Claim claim(Question question, int number) {
    int person = question.person();
    return new Claim(
        id("exchange", number),
        "mall",
        "pay",
        null,
        new Seen(
            1,
            1,
            new FactVersion(id("agreement", 0), 1),
            new Personal(
                new FactVersion(id("consent", person), 1),
                new FactVersion(id("mall", person), 1),
                new FactVersion(id("pay", person), 1)),
            null,
            true),
        null,
        "digest",
        new Proposal.Permit(question.records(), "basis"),
        true);
  }

  private static UUID id(String what, int number) {
    return AdmissionCases.id(what + number);
  }

  private static Story story(Random random) {
    List<Consent> consents = new ArrayList<>();
    for (int person = 0; person < PEOPLE; person++) {
      consents.add(
          new Consent(allowance(random, 4), random.nextBoolean() ? null : 1 + random.nextInt(12)));
    }
    List<Question> questions = new ArrayList<>();
    Set<Integer> cuts = new HashSet<>();
    Instant at = FIRST;
    for (int i = 0; i < random.nextInt(ASKED); i++) {
      at = at.plusSeconds(60L * PAUSES[random.nextInt(PAUSES.length)]);
      questions.add(new Question(at, random.nextInt(PEOPLE), 1 + random.nextInt(4)));
      if (random.nextInt(3) == 0) {
        cuts.add(i);
      }
    }
    return new Story(
        SharingBudgets.of(allowance(random, 20), allowance(random, PEOPLE)),
        consents,
        questions,
        cuts);
  }

  private static @Nullable Allowance allowance(Random random, int most) {
    Window[] windows = Window.values();
    return random.nextInt(3) == 0
        ? null
        : new Allowance(1 + random.nextInt(most), windows[random.nextInt(windows.length)]);
  }
}
