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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random agreements and events: a million for the naive evaluator in the long run ({@code
 * hefu.random}), fewer for the laws ({@code hefu.laws}). A failure names the seed that repeats it.
 */
final class RandomAgreementsTest {
  private static final int EVALUATED = Integer.getInteger("hefu.random", 1_000);
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

  @Test
  void theNaiveEvaluatorAgrees() {
    forAll(
        EVALUATED,
        (agreement, events) -> {
          NaiveSettle other = new NaiveSettle(agreement, events);
          Map<String, Long> naive = other.postings;
          Settled settled = settle(agreement, events);
          Map<String, Long> ours = postings(agreement, settled);
          Map<String, Long> onlyOurs = new TreeMap<>(ours);
          onlyOurs.entrySet().removeAll(naive.entrySet());
          naive.entrySet().removeAll(ours.entrySet());
          assertEquals(naive, onlyOurs);
          for (int i = 0; i < agreement.parties().size(); i++) {
            for (State state : State.values()) {
              String party = agreement.parties().get(i);
              assertEquals(
                  other.states.balance(party, state),
                  settled.carry().balance(i, state),
                  party + " " + state);
            }
          }
        });
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

  static Map<String, Long> postings(Agreement agreement, Settled settled) {
    Program program = Program.of(agreement);
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0 && entry.cause().earns()) {
          String term = posting.term() < 0 ? "-" : program.terms().get(posting.term()).id();
          List<String> key = new ArrayList<>();
          key.add(entry.event().id());
          key.add(entry.cause().word());
          key.add(term);
          key.add(agreement.parties().get(posting.party()));
          sums.merge(String.join(" ", key), posting.amountMinor(), Long::sum);
        }
      }
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }
}
