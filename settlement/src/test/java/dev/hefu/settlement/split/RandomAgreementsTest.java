package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random agreements and events: a million for the naive evaluator in the long run ({@code
 * hefu.random}). A failure names the seed that repeats it.
 */
final class RandomAgreementsTest {
  private static final long FROM = Long.getLong("hefu.random.from", 0);
  private static final int EVALUATED = Integer.getInteger("hefu.random", 500);

  /** Seeds between two lines of a long run: a minute or less. */
  private static final int BLOCK = 20_000;

  /**
   * Postings and balances, over seeds that can be told in parts: {@code hefu.random} of them from
   * {@code hefu.random.from} on. Each block that held is printed, so that a run that was ended says
   * how far it came.
   */
  @Test
  void theNaiveEvaluatorAgrees() {
    long valid = 0;
    for (long from = FROM; from < FROM + EVALUATED; from += BLOCK) {
      long to = Math.min(FROM + EVALUATED, from + BLOCK);
      long held =
          LongStream.range(from, to).parallel().filter(RandomAgreementsTest::agrees).count();
      System.out.printf("seeds %d to %d: %d agreements, none differs%n", from, to - 1, held);
      valid += held;
    }
    assertTrue(valid > EVALUATED * 9L / 10, valid + " of " + EVALUATED + " agreements were valid");
  }

  /** Whether the seed gives a valid agreement. */
  private static boolean agrees(long seed) {
    Chance chance = new Chance(seed);
    Optional<Agreement> agreement = chance.agreement();
    if (agreement.isEmpty()) {
      return false;
    }
    try {
      assertEquals(List.of(), differences(agreement.get(), agreement.get(), chance.events()));
      return true;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + "\n" + chance.document(), e);
    }
  }

  /** The control: an engine that gives ties to the last in rank is told from the evaluator. */
  @Test
  void anEngineWithOtherTiesIsNoticed() {
    long noticed =
        LongStream.range(0, 200)
            .mapToObj(Chance::new)
            .filter(
                chance ->
                    chance
                        .agreement()
                        .map(
                            agreement ->
                                !differences(agreement, reversed(agreement), chance.events())
                                    .isEmpty())
                        .orElse(false))
            .count();
    assertTrue(noticed > 0, noticed + " of 200");
  }

  private static Agreement reversed(Agreement a) {
    return new Agreement(
        a.name(),
        a.version(),
        a.continues(),
        a.titleEnglish(),
        a.titleChinese(),
        a.currency(),
        a.from(),
        a.until(),
        a.zone(),
        a.parties().reversed(),
        a.selects(),
        a.divides(),
        a.largestLineMinor(),
        a.reduce(),
        a.exchanges(),
        a.terms());
  }

  /** Postings and balances of the engine that are not the evaluator's, and the other way round. */
  private static List<String> differences(
      Agreement evaluated, Agreement settled, List<Event> events) {
    NaiveSettle naive = new NaiveSettle(evaluated, events);
    Program program = Program.of(settled);
    Settled ours = Settle.settle(program, events, Carry.start(program));
    Map<String, Long> sums = postings(program, ours);
    List<String> differences = new ArrayList<>();
    Set<String> keys = new TreeSet<>(naive.postings.keySet());
    keys.addAll(sums.keySet());
    for (String key : keys) {
      compare(key, naive.postings.get(key), sums.get(key), differences);
    }
    for (String party : settled.parties()) {
      for (State state : State.values()) {
        compare(
            party + " " + state,
            naive.states.balance(party, state),
            ours.carry().balance(program.rankOf(party), state),
            differences);
      }
    }
    return differences;
  }

  private static void compare(
      String what, @Nullable Long naive, @Nullable Long ours, List<String> differences) {
    if (!Objects.equals(naive, ours)) {
      differences.add(what + ": evaluator " + naive + ", engine " + ours);
    }
  }

  static Map<String, Long> postings(Program program, Settled settled) {
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0 && entry.cause().earns()) {
          String term = posting.term() < 0 ? "-" : program.terms().get(posting.term()).id();
          List<String> key = new ArrayList<>();
          key.add(entry.event().id());
          key.add(entry.cause().word());
          key.add(term);
          key.add(program.agreement().parties().get(posting.party()));
          sums.merge(String.join(" ", key), posting.amountMinor(), Long::sum);
        }
      }
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }
}
