package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Order of arrival, partitions, chops in time, lateness and repetition change nothing. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
final class OrderLawsTest {
  private static final UnaryOperator<List<Event>> SORTED =
      events -> events.stream().sorted(Event.ORDER).toList();

  /** The runner sorts, so that arrival does not matter. */
  @Property
  void theOrderOfArrivalDoesNotMatter(@ForAll Sample sample, @ForAll long seed) {
    arrived(SORTED, sample, seed);
  }

  @Example
  void aRunnerThatDoesNotSortIsNoticed() {
    Engine.noticed(sample -> arrived(List::copyOf, sample, sample.events().size()));
  }

  private static void arrived(UnaryOperator<List<Event>> sort, Sample sample, long seed) {
    List<Event> shuffled = new ArrayList<>(sample.events());
    Collections.shuffle(shuffled, new Random(seed));
    Engine anyOrder = Settle::settleAsGiven;
    assertEquals(
        anyOrder.hash(sample), anyOrder.hash(sample.with(sort.apply(shuffled))), "shuffled");
  }

  /** Sorting is the runner's: an order that would give something else is refused. */
  @Example
  void theWrongOrderIsRefused() {
    Program program =
        Books.program(
            "shop, brand",
            "",
            "- {id: fee, percentage: {to: shop, rate: 10%}}\n- {id: rest, remaining: {to: brand}}");
    Event first = Books.paid(0, "1", 100, 1, Map.of());
    Event second = Books.paid(1, "2", 100, 1, Map.of());
    Carry none = Carry.start(program);
    assertEquals(2, Settle.settle(program, List.of(first, second), none).entries().size());
    for (List<Event> wrong : List.of(List.of(second, first), List.of(first, first))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> Settle.settle(program, wrong, none));
      assertTrue(String.valueOf(refused.getMessage()).contains("does not come after"));
    }
  }

  /** Lines can be settled in partitions: each as if it were alone. */
  @Property
  void aLineIsSettledAsIfItWereAlone(@ForAll Sample sample) {
    alone(Engine.REAL, sample);
  }

  @Example
  void aLineThatDependsOnOthersIsNoticed() {
    AtomicInteger sales = new AtomicInteger();
    Engine.noticed(
        OrderLawsTest::alone, Engine.moving(Cause.SALE, (_, _) -> sales.getAndIncrement() % 3));
  }

  private static void alone(Engine engine, Sample sample) {
    List<Entry> together = ofLines(engine, sample);
    List<Entry> apart = new ArrayList<>();
    sample.events().stream()
        .map(Event::about)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(
            line ->
                apart.addAll(
                    ofLines(
                        engine,
                        sample.with(
                            sample.events().stream()
                                .filter(event -> event.about().equals(Optional.of(line)))
                                .toList()))));
    Comparator<Entry> order = Comparator.comparing(Entry::event).thenComparing(Entry::cause);
    assertEquals(together.stream().sorted(order).toList(), apart.stream().sorted(order).toList());
  }

  private static List<Entry> ofLines(Engine engine, Sample sample) {
    return engine.settle(sample).entries().stream()
        .filter(entry -> entry.line().isPresent())
        .toList();
  }

  /** Settled event by event with what is carried, the bytes are those of all at once. */
  @Property
  void choppedSettlingGivesTheSameBytes(@ForAll Sample sample) {
    chopped(Engine.REAL, sample);
  }

  @Example
  void anEngineThatForgetsIsNoticed() {
    Engine.noticed(OrderLawsTest::chopped, Engine.FORGETS);
  }

  private static void chopped(Engine engine, Sample sample) {
    Program program = sample.program();
    JournalHash apart = new JournalHash();
    Carry carry = Carry.start(program);
    for (int i = 0; i < sample.events().size(); i++) {
      Settled settled = engine.settle(program, sample.moment(i), carry);
      settled.entries().forEach(apart::add);
      carry = settled.carry();
    }
    assertEquals(engine.hash(sample), apart.digest());
  }

  /** Replayed from the beginning, a close gives the same bytes. */
  @Property
  void replayGivesTheSameBytes(@ForAll Sample sample) {
    replayed(Engine.REAL, sample);
  }

  @Example
  void anOrderOfEntriesThatChangesIsNoticed() {
    AtomicInteger runs = new AtomicInteger();
    Engine restless =
        (program, events, carry) -> {
          Settled settled = Settle.settle(program, events, carry);
          List<Entry> entries =
              runs.getAndIncrement() % 2 == 0 ? settled.entries() : settled.entries().reversed();
          return new Settled(entries, settled.carry(), settled.unsettled(), settled.handedOn());
        };
    Engine.noticed(OrderLawsTest::replayed, restless);
  }

  private static void replayed(Engine engine, Sample sample) {
    assertEquals(engine.hash(sample), engine.hash(sample));
  }

  /** Up to two days late is on time. */
  @Property
  void anEventThatCameTwoDaysLateIsAsOneOnTime(@ForAll Sample sample, @ForAll long seed) {
    late(OrderLawsTest::later, sample, seed);
  }

  /** Two mutants: a second more, and the time of receipt taken for the time. */
  @Example
  void laterStillAndTheTimeOfReceiptAreNoticed() {
    Engine.noticed(sample -> late((stamp, _) -> later(stamp, 172_801), sample, 1));
    Engine.noticed(
        sample ->
            late(
                (stamp, seconds) -> {
                  Stamp later = later(stamp, seconds);
                  return new Stamp(
                      later.receivedAt(), later.receivedAt(), later.source(), later.id());
                },
                sample,
                1));
  }

  private static void late(BiFunction<Stamp, Integer, Stamp> stamps, Sample sample, long seed) {
    Random random = new Random(seed);
    List<Event> late =
        sample.events().stream()
            .map(event -> Restamped.of(event, stamps.apply(event.stamp(), random.nextInt(172_801))))
            .sorted(Event.ORDER)
            .toList();
    assertEquals(Engine.REAL.hash(sample), Engine.REAL.hash(sample.with(late)));
  }

  private static Stamp later(Stamp stamp, int seconds) {
    return new Stamp(
        stamp.time(), stamp.time().plus(Duration.ofSeconds(seconds)), stamp.source(), stamp.id());
  }
}
