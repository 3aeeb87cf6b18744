package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.cases.CaseFile;
import dev.hefu.settlement.cases.CaseRun;
import dev.hefu.settlement.cases.Check;
import dev.hefu.settlement.cases.Expectation;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Explanations are recomputed, and old results stay whatever versions follow. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
final class TellingLawsTest {
  /** Of the lines and of the passing of time: the posted amount, in both languages. */
  @Property
  void everyPostingExplainsItself(@ForAll Sample sample) {
    explained(Engine.REAL, sample);
  }

  @Example
  void aUnitMovedInAnyEntryIsNoticed() {
    for (Cause cause :
        List.of(Cause.SALE, Cause.REFUND, Cause.SHIPMENT, Cause.MEMORY, Cause.TRUE_UP)) {
      Engine.noticed(TellingLawsTest::explained, Engine.moving(cause, (_, _) -> 1));
    }
  }

  private static void explained(Engine engine, Sample sample) {
    Program program = sample.program();
    Explainer explainer = new Explainer(program);
    Carry before = Carry.start(program);
    for (int i = 0; i < sample.events().size(); i++) {
      Event event = sample.events().get(i);
      Settled settled = engine.settle(program, sample.moment(i), before);
      for (Entry entry : settled.entries()) {
        for (int place = 0; place < entry.postings().size(); place++) {
          Explained explained =
              entry.line().isPresent()
                  ? explainer
                      .ofLine(about(sample, entry), entry.event(), entry.cause(), place)
                      .orElseThrow()
                  : explainer.ofPeriod(before, event, entry.cause(), place).orElseThrow();
          assertEquals(entry.postings().get(place).amountMinor(), explained.amountMinor());
          assertTrue(explained.english().contains(explained.formula()));
          assertTrue(explained.chinese().contains(ChineseFormula.of(explained.formula())));
          assertFalse(ENGLISH.matcher(explained.chinese()).find(), explained::chinese);
        }
      }
      before = settled.carry();
    }
  }

  /** Words of formulas; ids of parties and terms may well be English. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          " of | by | from | before| returned| exact |posted|refund|pieces|largest|rank"
              + "|ACCRUED|MATURED|RESERVED|PAYABLE|RECEIVABLE");

  private static List<Event> about(Sample sample, Entry entry) {
    return sample.events().stream().filter(event -> event.about().equals(entry.line())).toList();
  }

  /** What lines of the first version gave, they give beside a second version too. */
  @Property
  void aNewVersionNeverChangesOldResults(@ForAll Sample first, @ForAll Sample second) {
    versions(first, second, false);
  }

  @Example
  void linesThatTakeTheNewestVersionAreNoticed() {
    Sample other = Sample.of(1, Chance.Size.FULL).orElseThrow();
    Engine.noticed(sample -> versions(sample, other, true));
  }

  /**
   * @param newest the mutant: the new version takes the old lines too
   */
  private static void versions(Sample first, Sample second, boolean newest) {
    List<Event> events =
        first.events().stream().filter(event -> event.about().isPresent()).toList();
    String border = newest ? "2026-05-02" : "2026-06-02";
    String before = first.document().replaceAll("\nuntil: .*", "");
    String next = second.document().replaceAll("\nuntil: .*", "");
    List<Agreement> both =
        List.of(
            Books.read(before.replace("selects: {}", "selects: {}\nuntil: " + border)),
            Books.read(
                next.replace("version: 1", "version: 2")
                    .replace("from: 2026-01-01", "from: " + border)));
    for (Check check : CaseRun.run(beside(both, first.with(events)))) {
      assertTrue(check.holds(), check::toString);
    }
  }

  /** Expects of the events under all versions what they give under the first alone. */
  private static CaseFile.Case beside(List<Agreement> versions, Sample first) {
    Program program = first.program();
    Map<String, Map<String, Long>> given = new TreeMap<>();
    first.events().forEach(event -> given.put(event.stamp().id(), new TreeMap<>()));
    for (Entry entry : Engine.REAL.settle(first).entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0) {
          String term =
              posting.term() < 0 ? entry.cause().word() : program.terms().get(posting.term()).id();
          Objects.requireNonNull(given.get(entry.event().id()))
              .merge(
                  term + " " + first.agreement().parties().get(posting.party()),
                  posting.amountMinor(),
                  Long::sum);
        }
      }
    }
    List<Expectation> expected = new ArrayList<>();
    given.forEach(
        (id, amounts) -> {
          amounts.values().removeIf(sum -> sum == 0);
          expected.add(new Expectation.Gives(id, OptionalInt.empty(), amounts, "as before", 0));
        });
    List<CaseFile.Told> told =
        first.events().stream()
            .<CaseFile.Told>map(event -> new CaseFile.Told.Good(event.stamp().id(), event))
            .toList();
    return new CaseFile.Case("beside", versions, told, expected, 0);
  }
}
