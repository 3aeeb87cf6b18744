package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.cases.CaseFile;
import dev.hefu.settlement.cases.CaseRun;
import dev.hefu.settlement.cases.Check;
import dev.hefu.settlement.cases.Expectation;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must not change a result, over random agreements and events. */
final class SettleLawsTest {
  private static final int SEEDS = Integer.getInteger("hefu.laws", 1_000);

  private static String hash(Agreement agreement, List<Event> events) {
    Program program = Program.of(agreement);
    JournalHash hash = new JournalHash();
    Settle.settle(program, events, Carry.start(program)).entries().forEach(hash::add);
    return hash.digest();
  }

  private static List<Event> canonical(List<Event> events) {
    return events.stream().sorted(Comparator.comparing(Event::stamp)).toList();
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          List<Event> shuffled = new ArrayList<>(events);
          Collections.shuffle(shuffled, new Random(events.size()));
          assertEquals(hash(agreement, canonical(events)), hash(agreement, canonical(shuffled)));
        });
  }

  @Test
  void anEventThatCameTwoDaysLateIsAsOneOnTime() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          Random random = new Random(events.size());
          List<Event> late =
              events.stream()
                  .map(event -> Restamped.of(event, later(event.stamp(), random.nextInt(172_801))))
                  .toList();
          assertEquals(hash(agreement, events), hash(agreement, late));
        });
  }

  /** The control: a second more, and a line is not settled. */
  @Test
  void anEventThatCameLaterIsNot() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          List<Event> late =
              events.stream()
                  .map(event -> Restamped.of(event, later(event.stamp(), 172_801)))
                  .toList();
          Program program = Program.of(agreement);
          assertNotEquals(
              List.of(), Settle.settle(program, late, Carry.start(program)).unsettled());
        });
  }

  private static Stamp later(Stamp stamp, int seconds) {
    return new Stamp(
        stamp.time(), stamp.time().plus(Duration.ofSeconds(seconds)), stamp.source(), stamp.id());
  }

  @Test
  void aLineIsSettledAsIfItWereAlone() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          Program program = Program.of(agreement);
          List<Entry> together = ofLines(program, events);
          List<Entry> apart = new ArrayList<>();
          events.stream()
              .map(Event::about)
              .flatMap(Optional::stream)
              .distinct()
              .forEach(line -> apart.addAll(ofLines(program, about(events, line))));
          Comparator<Entry> order = Comparator.comparing(Entry::event).thenComparing(Entry::cause);
          assertEquals(
              together.stream().sorted(order).toList(), apart.stream().sorted(order).toList());
        });
  }

  private static List<Event> about(List<Event> events, LineKey line) {
    return events.stream().filter(event -> event.about().equals(Optional.of(line))).toList();
  }

  private static List<Entry> ofLines(Program program, List<Event> events) {
    return Settle.settle(program, events, Carry.start(program)).entries().stream()
        .filter(entry -> entry.line().isPresent())
        .toList();
  }

  /** Sorting is the runner's: an order that would give something else is refused, never settled. */
  @Test
  void theWrongOrderIsRefused() {
    Program program =
        Books.program(
            "shop, brand",
            "",
            "- {id: fee, percentage: {to: shop, rate: 10%}}\n- {id: rest, remaining: {to: brand}}");
    Event first = Books.paid(0, "1", 100, 1, java.util.Map.of());
    Event second = Books.paid(1, "2", 100, 1, java.util.Map.of());
    Carry none = Carry.start(program);
    assertEquals(2, Settle.settle(program, List.of(first, second), none).entries().size());
    for (List<Event> wrong : List.of(List.of(second, first), List.of(first, first))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> Settle.settle(program, wrong, none));
      assertTrue(String.valueOf(refused.getMessage()).contains("does not come after"));
    }
  }

  @Test
  void howPartiesAreSpelledDoesNotMatter() {
    int held = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Chance chance = new Chance(seed);
      Optional<Agreement> agreement = chance.agreement();
      if (agreement.isEmpty()) {
        continue;
      }
      List<Event> events = chance.events();
      List<Event> renamed = events.stream().map(Renamed::of).sorted(Event.ORDER).toList();
      assertEquals(
          amounts(agreement.get(), events),
          amounts(read(Renamed.document(chance.document())), renamed),
          "seed " + seed);
      held++;
    }
    assertTrue(held > SEEDS / 3);
  }

  private static List<List<Object>> amounts(Agreement agreement, List<Event> events) {
    Program program = Program.of(agreement);
    return Settle.settle(program, events, Carry.start(program)).entries().stream()
        .map(entry -> List.<Object>of(entry.cause(), entry.event().id(), entry.postings()))
        .toList();
  }

  static Agreement read(String document) {
    return switch (AgreementReader.read(document.getBytes(StandardCharsets.UTF_8))) {
      case AgreementReading.Read read -> read.agreement();
      case AgreementReading.Faulty faulty ->
          throw new AssertionError(faulty.faults() + "\n" + document);
    };
  }

  /** Rates of the whole, in any order: each party gets the same. */
  @Test
  void theOrderOfTermsOfTheWholeDoesNotMatter() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<String> terms = new ArrayList<>();
      int count = 2 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        int q = count + random.nextInt(500);
        int p = 1 + random.nextInt(q / count);
        terms.add(
            "- {id: t%d, percentage: {to: %s, rate: %d/%d}}\n"
                .formatted(i, "abcde".charAt(random.nextInt(5)) + "1", p, q));
      }
      String rest = "- {id: rest, remaining: {to: e1}}\n";
      long price = random.nextInt(100_000);
      Map<String, Long> first = earned(String.join("", terms) + rest, price);
      Collections.shuffle(terms, random);
      assertEquals(first, earned(String.join("", terms) + rest, price), "seed " + seed);
    }
  }

  private static Map<String, Long> earned(String terms, long price) {
    String parties = "a1, b1, c1, d1, e1";
    String all =
        "- id: all\n  waterfall:\n    rate: 100%\n    terms:\n"
            + terms.indent(6)
            + "- {id: none, promotion: {funding: [{party: a1, rate: 20%}, {party: b1, rate: 20%},"
            + " {party: c1, rate: 20%}, {party: d1, rate: 20%}]}}\n"
            + "- {id: last, remaining: {to: e1}}\n";
    return Books.of(parties, all).settle(Books.paid(0, "1", price, 1, Map.of())).earned();
  }

  /** Each share is its exact value rounded down or up, and a whole one stays. */
  @Test
  void everyShareKeepsItsQuota() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          for (Event event : events) {
            if (event instanceof Event.LinePaid paid) {
              Splitter splitter = new Splitter(Program.of(agreement));
              Frame exact = splitter.exact(paid.line());
              long[] whole = exact.whole.clone();
              long[] part = exact.part.clone();
              long[] share = splitter.split(paid.line()).share;
              for (int i = 0; i < share.length; i++) {
                assertTrue(
                    share[i] == whole[i] || (part[i] != 0 && share[i] == whole[i] + 1),
                    share[i] + " of " + whole[i] + " and " + part[i]);
              }
            }
          }
        });
  }

  /** A line times the common denominator is divided without any rounding, in proportion. */
  @Test
  void scaledByTheDenominatorNothingIsRounded() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int q = 2 + random.nextInt(300);
      int p = 1 + random.nextInt(q);
      String terms =
          "- {id: rate, percentage: {to: alpha, rate: %d/%d}}\n".formatted(p, q)
              + "- {id: rest, remaining: {to: bravo}}\n";
      long price = random.nextInt(10_000);
      long small = earnedByAlpha(terms, price);
      long large = earnedByAlpha(terms, price * q);
      assertEquals(price * p, large, "seed " + seed);
      assertTrue(Math.abs(large - small * q) < q, "seed " + seed);
    }
  }

  private static long earnedByAlpha(String terms, long price) {
    return Books.of("alpha, bravo", terms)
        .settle(Books.paid(0, "1", price, 1, Map.of()))
        .earned("alpha");
  }

  /** However a refund is chopped, what it has given back in all is the same. */
  @Test
  void anyChoppingEndsAtTheSame() {
    RandomAgreementsTest.forAll(
        (agreement, events) -> {
          Random random = new Random(events.size());
          for (Event event : events) {
            if (event instanceof Event.LinePaid paid && agreement.wholeMinor(paid.line()) > 0) {
              long refund = 1 + random.nextLong(agreement.wholeMinor(paid.line()));
              assertEquals(
                  afterRefunds(agreement, paid, List.of(refund)),
                  afterRefunds(agreement, paid, chopped(refund, random)));
            }
          }
        });
  }

  private static List<Long> chopped(long refund, Random random) {
    List<Long> parts = new ArrayList<>();
    for (long left = refund; left > 0; left -= parts.getLast()) {
      parts.add(parts.size() == 9 ? left : 1 + random.nextLong(left));
    }
    return parts;
  }

  private static Map<String, Long> afterRefunds(
      Agreement agreement, Event.LinePaid paid, List<Long> refunds) {
    List<Event> events = new ArrayList<>(List.of(paid));
    for (long refund : refunds) {
      Stamp stamp = Chance.stamp(300 + events.size(), "shop", "r" + events.size());
      events.add(new Event.RefundPaid(stamp, paid.line().key(), stamp.id(), refund, 0, 0, 0, null));
    }
    Program program = Program.of(agreement);
    Settled settled = Settle.settle(program, events, Carry.start(program));
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        sums.merge(posting.item() + " " + posting.party(), posting.amountMinor(), Long::sum);
      }
    }
    sums.keySet().removeIf(key -> key.endsWith(" -1"));
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  /** What lines of the first version gave, they give beside a second version too. */
  @Test
  void aNewVersionNeverChangesOldResults() {
    int held = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Chance first = new Chance(seed);
      Chance second = new Chance(-1 - seed);
      Optional<Agreement> one = first.agreement();
      Optional<Agreement> two = second.agreement();
      if (one.isEmpty() || two.isEmpty()) {
        continue;
      }
      List<Event> events =
          first.events().stream().filter(event -> event.about().isPresent()).toList();
      String before = first.document().replaceAll("\nuntil: .*", "");
      String next = second.document().replaceAll("\nuntil: .*", "");
      List<Agreement> both =
          List.of(
              read(before.replace("selects: {}", "selects: {}\nuntil: 2026-06-02")),
              read(
                  next.replace("version: 1", "version: 2")
                      .replace("from: 2026-01-01", "from: 2026-06-02")));
      CaseFile.Case each = beside(both, events, one.get());
      for (Check check : CaseRun.run(each)) {
        assertTrue(check.holds(), "seed " + seed + ": " + check);
      }
      held++;
    }
    assertTrue(held > SEEDS / 10, held + " pairs");
  }

  /** Expects of the events under all versions what they give under the first alone. */
  private static CaseFile.Case beside(
      List<Agreement> versions, List<Event> events, Agreement first) {
    Program program = Program.of(first);
    Map<String, Map<String, Long>> given = new TreeMap<>();
    events.forEach(event -> given.put(event.stamp().id(), new TreeMap<>()));
    for (Entry entry : Settle.settle(program, events, Carry.start(program)).entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0) {
          String term =
              posting.term() < 0 ? entry.cause().word() : program.terms().get(posting.term()).id();
          java.util.Objects.requireNonNull(given.get(entry.event().id()))
              .merge(
                  term + " " + first.parties().get(posting.party()),
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
        events.stream()
            .<CaseFile.Told>map(event -> new CaseFile.Told.Good(event.stamp().id(), event))
            .toList();
    return new CaseFile.Case("beside", versions, told, expected, 0);
  }
}
