package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.proof.Continuation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An amendment that changes no word and continues changes no amount of any term with memory. */
final class ContinuationLawsTest {
  private static final int SEEDS = Integer.getInteger("hefu.laws", 1_000);

  /** In the middle of what {@link Chance} makes happen. */
  private static final LocalDate BORDER = LocalDate.parse("2026-06-03");

  @Test
  void anAmendmentThatChangesNothingChangesNothing() {
    int held = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Chance chance = new Chance(seed);
      Optional<Agreement> agreement = chance.agreement();
      if (agreement.isPresent() && remembers(agreement.get())) {
        List<Event> events = chance.events();
        Agreement next = next(chance.document(), true);
        String where = "seed " + seed + "\n" + chance.document();
        assertEquals(List.of(), Continuation.faults(agreement.get(), next, 0), where);
        assertEquals(whole(agreement.get(), events), amended(agreement.get(), next, events), where);
        held++;
      }
    }
    assertTrue(held > SEEDS / 20, held + " of " + SEEDS);
  }

  /** The control: without {@code continues} some amount is another. */
  @Test
  void withoutContinuesSomethingChanges() {
    int different = 0;
    for (long seed = 0; seed < 200; seed++) {
      Chance chance = new Chance(seed);
      Optional<Agreement> agreement = chance.agreement();
      if (agreement.isPresent() && remembers(agreement.get())) {
        List<Event> events = chance.events();
        Agreement next = next(chance.document(), false);
        boolean same =
            whole(agreement.get(), events).equals(amended(agreement.get(), next, events));
        different += same ? 0 : 1;
      }
    }
    assertNotEquals(0, different);
  }

  private static boolean remembers(Agreement agreement) {
    return agreement.terms().stream().anyMatch(term -> term.rule() instanceof Memory);
  }

  private static Agreement next(String document, boolean continues) {
    return Books.read(
        document
            .replace("version: 1", continues ? "version: 2\ncontinues: true" : "version: 2")
            .replace("from: 2026-01-01", "from: " + BORDER));
  }

  private static Map<String, Long> whole(Agreement agreement, List<Event> events) {
    Map<String, Long> sums = new TreeMap<>();
    Program program = Program.of(agreement);
    add(program, Settle.settle(program, events, Carry.start(program)), sums);
    return sums;
  }

  private static Map<String, Long> amended(
      Agreement agreement, Agreement next, List<Event> events) {
    Agreement before = agreement.ending(Optional.of(BORDER));
    Set<LineKey> old = new HashSet<>();
    for (Event event : events) {
      if (event instanceof Event.LinePaid paid && before.inForceAt(paid.stamp().time())) {
        old.add(paid.line().key());
      }
    }
    Map<String, Long> sums = new TreeMap<>();
    Program first = Program.of(before, Continuation.terms(before, next));
    List<Event> ofFirst =
        events.stream().filter(each -> each.about().map(old::contains).orElse(true)).toList();
    Settled settled = Settle.settle(first, ofFirst, Carry.start(first));
    add(first, settled, sums);
    List<Event> ofSecond =
        new ArrayList<>(
            events.stream()
                .filter(each -> each.about().map(line -> !old.contains(line)).orElse(true))
                .toList());
    ofSecond.addAll(settled.handedOn());
    ofSecond.sort(Event.ORDER);
    Program second = Program.of(next);
    add(second, Settle.settle(second, ofSecond, Carry.start(second)), sums);
    return sums;
  }

  /** What terms with memory gave, by term and party. */
  private static void add(Program program, Settled settled, Map<String, Long> sums) {
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (entry.cause() == Cause.MEMORY) {
          String term = program.terms().get(posting.term()).id();
          String party = program.agreement().parties().get(posting.party());
          sums.merge(term + " " + party, posting.amountMinor(), Long::sum);
        }
      }
    }
    sums.values().removeIf(sum -> sum == 0);
  }
}
