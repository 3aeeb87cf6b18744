package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random agreements and events: a million for the naive evaluator in the long run ({@code
 * hefu.random}), fewer for the laws ({@code hefu.laws}). A failure names the seed that repeats it.
 */
final class RandomAgreementsTest {
  private static final long FROM = Long.getLong("hefu.random.from", 0);
  private static final int EVALUATED = Integer.getInteger("hefu.random", 500);

  /** Seeds between two lines of a long run: a minute or less. */
  private static final int BLOCK = 20_000;

  private static final int LAWS = Integer.getInteger("hefu.laws", 1_000);

  static void forAll(BiConsumer<Agreement, List<Event>> law) {
    forAll(LAWS, law);
  }

  /** On all cores: no seed knows of another. */
  private static void forAll(int seeds, BiConsumer<Agreement, List<Event>> law) {
    long held = LongStream.range(0, seeds).parallel().filter(seed -> holds(seed, law)).count();
    assertTrue(held > seeds / 3, held + " of " + seeds + " agreements were valid");
  }

  /** Whether the seed gives a valid agreement, of which the law then holds. */
  private static boolean holds(long seed, BiConsumer<Agreement, List<Event>> law) {
    Chance chance = new Chance(seed);
    Optional<Agreement> agreement = chance.agreement();
    if (agreement.isEmpty()) {
      return false;
    }
    try {
      law.accept(agreement.get(), chance.events());
      return true;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + "\n" + chance.document(), e);
    }
  }

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

  @Test
  void whatPartiesGetIsWhatCustomersPaid() {
    forAll(
        (agreement, events) -> {
          long paid = 0;
          for (Entry entry : settle(agreement, events).entries()) {
            for (Posting posting : entry.postings()) {
              paid += posting.party() >= 0 ? posting.amountMinor() : 0;
              paid += posting.party() < 0 ? posting.amountMinor() : 0;
            }
            if (entry.cause() == Cause.SALE) {
              long whole =
                  entry.postings().stream()
                      .filter(each -> each.party() >= 0)
                      .mapToLong(Posting::amountMinor)
                      .sum();
              whole(agreement, events, entry.line().orElseThrow())
                  .ifPresent(expected -> assertEquals(expected, whole));
            }
          }
          assertEquals(0, paid);
        });
  }

  /** Empty for a line of another currency. */
  private static OptionalLong whole(Agreement agreement, List<Event> events, LineKey key) {
    for (Event event : events) {
      if (event instanceof Event.LinePaid paid && paid.line().key().equals(key)) {
        if (!paid.line().currency().equals(agreement.currency())) {
          return OptionalLong.empty();
        }
        return OptionalLong.of(agreement.wholeMinor(paid.line()));
      }
    }
    throw new AssertionError(key);
  }

  @Test
  void statesNeverTurnAndReservesHoldWhatIsReserved() {
    forAll(
        (agreement, events) -> {
          Program program = Program.of(agreement);
          Carry carry = Carry.start(program);
          long[] earned = new long[agreement.parties().size()];
          for (Event event : events) {
            Settled settled = Settle.settle(program, List.of(event), carry);
            carry = settled.carry();
            for (Entry entry : settled.entries()) {
              for (Posting posting : entry.postings()) {
                if (entry.cause().earns() && posting.party() >= 0) {
                  earned[posting.party()] += posting.amountMinor();
                }
              }
            }
            for (int i = 0; i < earned.length; i++) {
              assertEquals(earned[i], carry.owed(i));
              assertTrue(carry.balance(i, State.RESERVED) >= 0);
              assertTrue(carry.balance(i, State.PAYABLE) >= 0);
              assertTrue(carry.balance(i, State.RECEIVABLE) <= 0);
              assertEquals(carry.balance(i, State.RESERVED), carry.reserves.of(i));
            }
          }
        });
  }

  @Test
  void aRefundNeverMovesAShareAwayFromZeroAndEndsAtTheOriginal() {
    forAll(
        (agreement, events) -> {
          Map<String, long[]> by = new HashMap<>();
          for (Entry entry : settle(agreement, events).entries()) {
            if (entry.cause() != Cause.SALE && entry.cause() != Cause.REFUND) {
              continue;
            }
            for (Posting posting : entry.postings()) {
              if (posting.party() < 0 || posting.item() >= Program.of(agreement).items()) {
                continue;
              }
              String item = entry.line().orElseThrow().text() + posting.item();
              if (entry.cause() == Cause.SALE) {
                by.put(item, new long[] {posting.amountMinor(), posting.amountMinor()});
              } else {
                long[] share = java.util.Objects.requireNonNull(by.get(item));
                share[1] += posting.amountMinor();
                assertTrue(Long.signum(posting.amountMinor()) == -Long.signum(share[0]));
                assertTrue(share[1] == 0 || Long.signum(share[1]) == Long.signum(share[0]));
              }
            }
          }
        });
  }

  @Test
  void choppedSettlingGivesTheSameBytes() {
    forAll(
        (agreement, events) -> {
          Program program = Program.of(agreement);
          JournalHash at = new JournalHash();
          settle(agreement, events).entries().forEach(at::add);
          JournalHash apart = new JournalHash();
          Carry carry = Carry.start(program);
          for (Event event : events) {
            Settled settled = Settle.settle(program, List.of(event), carry);
            settled.entries().forEach(apart::add);
            carry = settled.carry();
          }
          assertEquals(at.digest(), apart.digest());
        });
  }

  @Test
  void everyPostingExplainsItself() {
    forAll(
        (agreement, events) -> {
          Program program = Program.of(agreement);
          Explainer explainer = new Explainer(program);
          for (Entry entry : settle(agreement, events).entries()) {
            if (entry.line().isEmpty()) {
              continue;
            }
            List<Event> ofLine =
                events.stream().filter(event -> event.about().equals(entry.line())).toList();
            for (int place = 0; place < entry.postings().size(); place++) {
              Explained explained =
                  explainer.ofLine(ofLine, entry.event(), entry.cause(), place).orElseThrow();
              assertEquals(entry.postings().get(place).amountMinor(), explained.amountMinor());
              assertTrue(explained.english().contains(explained.formula()));
            }
          }
        });
  }

  @Test
  void everyPostingOfATimeExplainsItself() {
    forAll(
        (agreement, events) -> {
          Program program = Program.of(agreement);
          Explainer explainer = new Explainer(program);
          Carry before = Carry.start(program);
          for (Event event : events) {
            Settled settled = Settle.settle(program, List.of(event), before);
            for (Entry entry : settled.entries()) {
              for (int place = 0;
                  entry.line().isEmpty() && place < entry.postings().size();
                  place++) {
                Explained explained =
                    explainer.ofPeriod(before, event, entry.cause(), place).orElseThrow();
                assertEquals(entry.postings().get(place).amountMinor(), explained.amountMinor());
                assertTrue(explained.english().contains(explained.formula()));
                assertTrue(explained.chinese().contains(explained.formula()));
              }
            }
            before = settled.carry();
          }
        });
  }

  private static Settled settle(Agreement agreement, List<Event> events) {
    Program program = Program.of(agreement);
    return Settle.settle(program, events, Carry.start(program));
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
