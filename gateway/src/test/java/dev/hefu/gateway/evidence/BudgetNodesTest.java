package dev.hefu.gateway.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.Window;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every budget of answers about one person is exact where two nodes commit on one database at the
 * same moment.
 */
@Isolated("it races")
final class BudgetNodesTest {
  private static final int PERSONS = 12;
  private static final int MAY = 5;
  private static final int TIMES = 4;
  private static final int RECORDS = 3;

  @TempDir private Path folder;

  /** Both nodes have begun to commit before either goes on to the lock. */
  private record AtOnce(FactsSource source, CyclicBarrier both) implements FactsSource {
    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      await(both);
      return source.ask(trip, claims);
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      source.recordUses(trip, uses);
    }
  }

  /** The control: each node has read its facts before either has the lock. */
  private record BeforeTheLock(FactsSource source, CyclicBarrier both, DSLContext aside)
      implements FactsSource {
    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      RoundTrip early = new RoundTrip();
      Supplier<Facts> asked = source.ask(early, claims);
      early.send(aside);
      await(both);
      return asked;
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      source.recordUses(trip, uses);
    }
  }

  private static void await(CyclicBarrier both) {
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** A world in which two answers of {@link #RECORDS} records pass this one budget. */
  private BudgetWorld world(Budget budget) throws Exception {
    Allowance few = new Allowance(2 * RECORDS - 1, Window.DAY);
    Allowance one = new Allowance(1, Window.DAY);
    return new BudgetWorld(
        folder,
        SharingBudgets.of(
            budget == Budget.AGREEMENT_RECORDS ? few : null,
            budget == Budget.AGREEMENT_SUBJECTS ? one : null));
  }

  /** Two claims about one consent, or about two where the budget is the agreement's. */
  private static List<ExchangeClaim> two(BudgetWorld world, Budget budget) {
    Allowance once = budget == Budget.CONSENT_USES ? new Allowance(1, Window.DAY) : null;
    Integer few = budget == Budget.CONSENT_RECORDS ? 2 * RECORDS - 1 : null;
    boolean ofConsent = budget == Budget.CONSENT_USES || budget == Budget.CONSENT_RECORDS;
    String first = world.person(once, few);
    String second = ofConsent ? first : world.person(once, few);
    return List.of(world.claim(first, RECORDS), world.claim(second, RECORDS));
  }

  /** What becomes of the claims, each at a node of its own. */
  private static List<Verdict> atOnce(
      BudgetWorld world, FactsSource facts, List<ExchangeClaim> claims) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> asked = new ArrayList<>();
      for (ExchangeClaim claim : claims) {
        Committer node = world.node(facts);
        asked.add(threads.submit(() -> node.exchange(claim).verdict()));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<Verdict> one : asked) {
        verdicts.add(one.get());
      }
      return verdicts;
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AGREEMENT_QUESTIONS")
  void oneOfTwoNodesGetsTheLastOfABudget(Budget budget) throws Exception {
    try (BudgetWorld world = world(budget)) {
      FactsSource facts = new AtOnce(new AdmissionFacts(), new CyclicBarrier(2));
      List<Verdict> verdicts = atOnce(world, facts, two(world, budget));
      assertEquals(1, permits(verdicts));
      assertEquals(
          List.of(budget),
          verdicts.stream().map(BudgetNodesTest::spent).filter(Objects::nonNull).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AGREEMENT_QUESTIONS")
  void controlFactsReadBeforeTheLockGiveItToBoth(Budget budget) throws Exception {
    try (BudgetWorld world = world(budget)) {
      FactsSource facts =
          new BeforeTheLock(new AdmissionFacts(), new CyclicBarrier(2), world.database);
      assertEquals(2, permits(atOnce(world, facts, two(world, budget))));
    }
  }

  private static long permits(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict.Permit.class::isInstance).count();
  }

  private static @Nullable Budget spent(Verdict verdict) {
    return verdict instanceof Verdict.Deny deny
        ? Objects.requireNonNull(deny.exceeded()).budget()
        : null;
  }

  @Test
  void asManyPersonsAsTheAgreementNamesAndEachAsOftenAsAsked() throws Exception {
    SharingBudgets budgets =
        new SharingBudgets(new Allowance(1_000, Window.DAY), new Allowance(MAY, Window.DAY));
    try (BudgetWorld world = new BudgetWorld(folder, budgets);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> persons = new ArrayList<>();
      for (int i = 0; i < PERSONS; i++) {
        persons.add(world.person(null, null));
      }
      List<Committer> nodes =
          List.of(world.node(new AdmissionFacts()), world.node(new AdmissionFacts()));
      List<ExchangeClaim> claims = new ArrayList<>();
      for (int time = 0; time < TIMES; time++) {
        persons.forEach(person -> claims.add(world.claim(person, RECORDS)));
      }
      List<Future<Verdict>> asked = new ArrayList<>();
      for (ExchangeClaim claim : claims) {
        Committer node = nodes.get(asked.size() / 2 % 2);
        asked.add(threads.submit(() -> node.exchange(claim).verdict()));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<Verdict> one : asked) {
        verdicts.add(one.get());
      }
      assertEquals(MAY * TIMES, permits(verdicts));
      assertEquals(MAY, used(world, Budget.AGREEMENT_SUBJECTS));
      assertEquals(MAY * TIMES * RECORDS, used(world, Budget.AGREEMENT_RECORDS));
      assertEquals(
          (long) MAY, world.database.fetchValue("SELECT count(*) FROM policy.counted_subjects"));
    }
  }

  private static long used(BudgetWorld world, Budget budget) {
    return ((Number)
            Objects.requireNonNull(
                world.database.fetchValue(
                    "SELECT used FROM policy.agreement_uses WHERE budget = ?", budget.name())))
        .longValue();
  }
}
