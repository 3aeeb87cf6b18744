package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hefu.gateway.ConsentCaseRun.Result;
import dev.hefu.gateway.ConsentCases.Case;
import dev.hefu.gateway.TestNetwork.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a consent permits and what not, case by case over HTTP. The cases run side by side, each
 * with a person of its own, as they would in life.
 */
final class ConsentCasesTest {
  /** As many as the list promises at least. */
  private static final int LEAST = 120;

  private static final int PERSONS = 8;

  @Test
  void thereAreAsManyCasesAsPromisedAndNoNameTwice() {
    List<Case> cases = ConsentCases.read();
    assertTrue(cases.size() >= LEAST, cases.size() + " cases");
    assertEquals(cases.size(), cases.stream().map(Case::name).distinct().count());
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() throws Exception {
    List<Case> cases = ConsentCases.read();
    try (ConsentWorld world = new ConsentWorld();
        ExecutorService threads = Executors.newFixedThreadPool(PERSONS)) {
      BlockingQueue<Person> persons = new LinkedBlockingQueue<>();
      IntStream.range(0, PERSONS).forEach(i -> persons.add(world.network.stranger()));
      List<Future<Result>> running = new ArrayList<>();
      for (Case each : cases) {
        running.add(threads.submit(() -> run(world, persons, each)));
      }
      threads.shutdown();
      List<DynamicTest> tests = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        Case each = cases.get(i);
        Future<Result> result = running.get(i);
        while (!result.isDone()) {
          threads.awaitTermination(10, TimeUnit.MILLISECONDS);
        }
        tests.add(dynamicTest(each.name(), () -> check(each, result.get())));
      }
      return tests.stream();
    }
  }

  private static Result run(ConsentWorld world, BlockingQueue<Person> persons, Case each)
      throws Exception {
    Person person = persons.take();
    try {
      return new ConsentCaseRun(world, person, each).run();
    } finally {
      persons.add(person);
    }
  }

  private static void check(Case each, Result result) {
    if (!each.acts().isEmpty()) {
      assertEquals(each.acts(), result.codes());
      return;
    }
    List<String> expected = new ArrayList<>(each.expect());
    if (each.ask().containsKey("at once")) {
      expected.sort(null);
    }
    assertEquals(expected, result.codes());
    if (!each.cells().isEmpty()) {
      assertEquals(each.cells(), result.cells());
    }
  }
}
