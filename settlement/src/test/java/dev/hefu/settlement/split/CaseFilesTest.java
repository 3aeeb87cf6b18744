package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.cases.CaseFile;
import dev.hefu.settlement.cases.CaseReader;
import dev.hefu.settlement.cases.CaseReading;
import dev.hefu.settlement.cases.CaseRun;
import dev.hefu.settlement.cases.Check;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.proof.Continuation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The case files of {@code docs/cases}: every expectation holds, and the naive evaluator arrives at
 * the same postings.
 */
final class CaseFilesTest {
  private static final Path FOLDER = Path.of(System.getProperty("hefu.root", ".."), "docs/cases");
  private static final int LEAST_CASES = 150;

  static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CaseFile read(byte[] bytes) {
    return switch (CaseReader.read(bytes)) {
      case CaseReading.Read(CaseFile file) -> file;
      case CaseReading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  private static CaseFile read(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyExpectationHolds() {
    return files().stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(),
                    read(file).cases().stream()
                        .map(each -> dynamicTest(each.name(), () -> holds(each)))));
  }

  private static void holds(CaseFile.Case each) {
    for (Check check : CaseRun.run(each)) {
      String where = "line " + check.sourceLine() + ": " + check.what() + ": " + check.why();
      assertEquals(check.expected(), check.actual(), where);
      assertTrue(check.holds(), where);
    }
  }

  @TestFactory
  Stream<DynamicContainer> theNaiveEvaluatorAgrees() {
    return files().stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(),
                    read(file).cases().stream()
                        .map(each -> dynamicTest(each.name(), () -> naive(each)))));
  }

  /** Both settle what each version's lines tell; what the engine lets wait, the naive one skips. */
  private static void naive(CaseFile.Case each) {
    List<Agreement> versions =
        each.versions().stream().sorted(Comparator.comparingInt(Agreement::version)).toList();
    for (int first = 0; first < versions.size(); first++) {
      if (!versions.get(first).continues()) {
        int last = first;
        while (last + 1 < versions.size() && versions.get(last + 1).continues()) {
          last++;
        }
        naive(versions.subList(first, last + 1), each);
      }
    }
  }

  /** A version and those that go on with its counters. */
  private static void naive(List<Agreement> chain, CaseFile.Case each) {
    List<Settled> ours = new ArrayList<>();
    List<List<Event>> told = new ArrayList<>();
    List<Event.CountedBefore> handedOn = List.of();
    for (int i = 0; i < chain.size(); i++) {
      Agreement agreement = chain.get(i);
      List<Event> ordered = new ArrayList<>(eventsOf(agreement, each));
      Program program =
          Program.of(
              agreement,
              i + 1 < chain.size() ? Continuation.terms(agreement, chain.get(i + 1)) : Set.of());
      ordered.addAll(handedOn);
      ordered.sort(Event.ORDER);
      Settled settled = Settle.settle(program, ordered, Carry.start(program));
      handedOn = settled.handedOn();
      ours.add(settled);
      Set<Event> waiting = new HashSet<>();
      settled.unsettled().forEach(unsettled -> waiting.add(unsettled.event()));
      told.add(
          ordered.stream()
              .filter(
                  event ->
                      !waiting.contains(event.told()) && !(event instanceof Event.CountedBefore))
              .toList());
    }
    List<NaiveSettle> naive = NaiveSettle.chain(chain, told);
    for (int i = 0; i < chain.size(); i++) {
      assertEquals(
          naive.get(i).postings,
          new TreeMap<>(RandomAgreementsTest.postings(Program.of(chain.get(i)), ours.get(i))));
    }
  }

  private static List<Event> eventsOf(Agreement agreement, CaseFile.Case each) {
    Set<Object> lines = new HashSet<>();
    Set<Event> fresh = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    for (CaseFile.Told told : each.told()) {
      if (told instanceof CaseFile.Told.Good(String id, Event event)
          && seen.add(event.told().stamp().source() + " " + id)) {
        fresh.add(event);
        if (event.told() instanceof Event.LinePaid paid
            && agreement.inForceAt(paid.stamp().time())
            && agreement.selects().selects(paid.line())) {
          lines.add(paid.line().key());
        }
      }
    }
    List<Event> events = new ArrayList<>(fresh);
    events.removeIf(event -> event.about().isPresent() && !lines.contains(event.about().get()));
    events.sort(Comparator.comparing(Event::stamp));
    return events;
  }

  @Test
  void thereAreEnoughAndNoTwoAreNamedAlike() {
    int count = 0;
    for (Path file : files()) {
      Set<String> names = new HashSet<>();
      for (CaseFile.Case each : read(file).cases()) {
        assertTrue(names.add(each.name()), () -> file + " has twice: " + each.name());
        count++;
      }
    }
    assertTrue(count >= LEAST_CASES, count + " cases");
  }

  /** The control: each kind of expectation, made wrong in one place, fails. */
  @TestFactory
  Stream<org.junit.jupiter.api.DynamicTest> aWrongExpectationFails() throws IOException {
    String good = splits();
    return Map.of(
            "gives", "{alpha: 34}=>{alpha: 35}",
            "one term less", "{first: {alpha: 34}, second: {bravo: 33}, =>{first: {alpha: 34}, ",
            "formula", "by rank 1=>by rank 2",
            "english", "shop receives 12.50=>shop receives 12.51",
            "chinese", "获得 12.50=>支出 12.50",
            "waits", "waits: party-unknown=>waits: late",
            "earned", "{earned: {}=>{earned: {alpha: 1}")
        .entrySet()
        .stream()
        .map(
            wrong ->
                dynamicTest(
                    wrong.getKey(),
                    () -> {
                      String[] parts = wrong.getValue().split("=>", -1);
                      assertTrue(good.contains(parts[0]), parts[0]);
                      String bad = good.replaceFirst(quoted(parts[0]), parts[1]);
                      assertFalse(allHold(read(bad.getBytes(StandardCharsets.UTF_8))));
                    }));
  }

  private static String splits() throws IOException {
    return Files.readString(FOLDER.resolve("splits.yaml"), StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  private static boolean allHold(CaseFile file) {
    return file.cases().stream()
        .allMatch(each -> CaseRun.run(each).stream().allMatch(Check::holds));
  }
}
