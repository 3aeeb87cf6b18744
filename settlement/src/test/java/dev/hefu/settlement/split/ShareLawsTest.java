package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What one line's shares are: a whole, each near its exact value, whoever is named first. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
final class ShareLawsTest {
  @Property
  void whatPartiesGetIsWhatTheCustomerPaid(@ForAll Sample sample) {
    conserved(Engine.REAL, sample);
  }

  @Example
  void aUnitTooMuchIsNoticed() {
    Engine.noticed(
        ShareLawsTest::conserved, Engine.moving(Cause.SALE, ShareLawsTest::fromCustomer));
  }

  /** A unit of the customer's, where no second share stands before their account. */
  private static int fromCustomer(Program program, Entry entry) {
    return entry.postings().get(1).party() == Posting.CLEARING ? 1 : 0;
  }

  private static void conserved(Engine engine, Sample sample) {
    for (Entry entry : engine.settle(sample).entries()) {
      assertEquals(0, entry.postings().stream().mapToLong(Posting::amountMinor).sum());
      if (entry.cause() == Cause.SALE) {
        whole(sample.agreement(), sample.events(), entry.line().orElseThrow())
            .ifPresent(expected -> assertEquals(expected, given(entry)));
      }
    }
  }

  private static long given(Entry entry) {
    return entry.postings().stream()
        .filter(each -> each.party() >= 0)
        .mapToLong(Posting::amountMinor)
        .sum();
  }

  /** Empty for a line of another currency. */
  private static OptionalLong whole(Agreement agreement, List<Event> events, LineKey key) {
    for (Event event : events) {
      if (event instanceof Event.LinePaid paid && paid.line().key().equals(key)) {
        return paid.line().currency().equals(agreement.currency())
            ? OptionalLong.of(agreement.wholeMinor(paid.line()))
            : OptionalLong.empty();
      }
    }
    throw new AssertionError(key);
  }

  /** Each share is its exact value rounded down or up, and a whole one stays. */
  @Property
  void everyShareKeepsItsQuota(@ForAll Sample sample) {
    quota(Engine.REAL, sample);
  }

  @Example
  void twoUnitsToTheFirstAreNoticed() {
    Engine.noticed(ShareLawsTest::quota, Engine.moving(Cause.SALE, (_, _) -> 2));
  }

  private static void quota(Engine engine, Sample sample) {
    Map<LineKey, Entry> sales = new java.util.HashMap<>();
    engine.settle(sample).entries().stream()
        .filter(entry -> entry.cause() == Cause.SALE)
        .forEach(entry -> sales.put(entry.line().orElseThrow(), entry));
    Splitter splitter = new Splitter(sample.program());
    for (Event event : sample.events()) {
      if (event instanceof Event.LinePaid paid
          && paid.line().currency().equals(sample.agreement().currency())
          && sales.containsKey(paid.line().key())
          && paid.line().touches().isEmpty()
          && !contributes(sample)) {
        Frame exact = splitter.exact(paid.line());
        for (Posting posting :
            java.util.Objects.requireNonNull(sales.get(paid.line().key())).postings()) {
          if (posting.party() >= 0) {
            long whole = exact.whole[posting.item()];
            long part = exact.part[posting.item()];
            assertTrue(
                posting.amountMinor() == whole || (part != 0 && posting.amountMinor() == whole + 1),
                () -> posting + " of " + whole + " and " + part);
          }
        }
      }
    }
  }

  /** Contacts are told apart of the line: its exact shares are not those of the line as paid. */
  private static boolean contributes(Sample sample) {
    return sample.program().contributes();
  }

  /** Renamed all through, everybody gets the same. */
  @Property
  void howPartiesAreSpelledDoesNotMatter(@ForAll Sample sample) {
    spelled(Engine.REAL, sample);
  }

  @Example
  void tiesByNameAreNoticed() {
    Engine.noticed(
        ShareLawsTest::spelled,
        Engine.moving(
            Cause.SALE,
            (program, entry) -> {
              List<String> parties = program.agreement().parties();
              int other = entry.postings().get(1).party();
              String first = parties.get(entry.postings().get(0).party());
              return other >= 0 && first.compareTo(parties.get(other)) < 0 ? 1 : 0;
            }));
  }

  private static void spelled(Engine engine, Sample sample) {
    String document = Renamed.document(sample.document());
    List<Event> events = sample.events().stream().map(Renamed::of).sorted(Event.ORDER).toList();
    Sample renamed = new Sample(document, Books.read(document), events);
    assertEquals(amounts(engine, sample), amounts(engine, renamed));
  }

  private static List<List<Object>> amounts(Engine engine, Sample sample) {
    return engine.settle(sample).entries().stream()
        .map(entry -> List.<Object>of(entry.cause(), entry.event().id(), entry.postings()))
        .toList();
  }

  /** Rates of the whole, in any order: each party gets the same. */
  @Property
  void theOrderOfTermsOfTheWholeDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int terms) {
    ordered(Engine.REAL, seed, terms);
  }

  @Example
  void aUnitForTheFirstTermIsNoticed() {
    Engine.noticed(
        sample ->
            ordered(
                Engine.moving(Cause.SALE, (_, _) -> 1),
                sample.events().size(),
                2 + sample.events().size() % 5));
  }

  private static void ordered(Engine engine, long seed, int count) {
    Random random = new Random(seed);
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int q = count + random.nextInt(500);
      int p = 1 + random.nextInt(q / count);
      terms.add(
          "- {id: t%d, percentage: {to: %s, rate: %d/%d}}\n"
              .formatted(i, "abcde".charAt(random.nextInt(5)) + "1", p, q));
    }
    long price = random.nextInt(100_000);
    Map<String, Long> first = earned(engine, String.join("", terms), price);
    Collections.shuffle(terms, random);
    assertEquals(first, earned(engine, String.join("", terms), price), String.join("", terms));
  }

  private static Map<String, Long> earned(Engine engine, String terms, long price) {
    String all =
        "- id: all\n  waterfall:\n    rate: 100%\n    terms:\n"
            + (terms + "- {id: rest, remaining: {to: e1}}\n").indent(6)
            + "- {id: none, promotion: {funding: [{party: a1, rate: 20%}, {party: b1, rate: 20%},"
            + " {party: c1, rate: 20%}, {party: d1, rate: 20%}]}}\n"
            + "- {id: last, remaining: {to: e1}}\n";
    return earned(engine, Books.program("a1, b1, c1, d1, e1", "", all), price);
  }

  private static Map<String, Long> earned(Engine engine, Program program, long price) {
    List<Event> events = List.of(Books.paid(0, "1", price, 1, Map.of()));
    return Books.earned(engine.settle(program, events, Carry.start(program)), program);
  }

  /** A line times the common denominator is divided without any rounding, in proportion. */
  @Property
  void scaledByTheDenominatorNothingIsRounded(
      @ForAll @IntRange(min = 2, max = 300) int q,
      @ForAll @IntRange(max = 10_000) int price,
      @ForAll @IntRange(min = 1, max = 300) int p) {
    scaled(Engine.REAL, Math.min(p, q), q, price);
  }

  @Example
  void aUnitKeptOfEachLineIsNoticed() {
    Engine.noticed(
        sample -> scaled(Engine.moving(Cause.SALE, (_, _) -> 1), 1, 3, sample.events().size()));
  }

  private static void scaled(Engine engine, int p, int q, long price) {
    String terms =
        "- {id: rate, percentage: {to: alpha, rate: %d/%d}}\n".formatted(p, q)
            + "- {id: rest, remaining: {to: bravo}}\n";
    Program program = Books.program("alpha, bravo", "", terms);
    long small = earned(engine, program, price).getOrDefault("alpha", 0L);
    long large = earned(engine, program, price * q).getOrDefault("alpha", 0L);
    assertEquals(price * p, large);
    assertTrue(Math.abs(large - small * q) < q);
  }

  /** What is owed is what was earned; no state turns over, and reserves hold what is reserved. */
  @Property
  void statesNeverTurnAndReservesHoldWhatIsReserved(@ForAll Sample sample) {
    states(Engine.REAL, sample);
  }

  @Example
  void whatIsPostedAndNotOwedIsNoticed() {
    Engine.noticed(ShareLawsTest::states, Engine.moving(Cause.REFUND, (_, _) -> 1));
  }

  private static void states(Engine engine, Sample sample) {
    Program program = sample.program();
    Carry carry = Carry.start(program);
    Map<Integer, Long> earned = new TreeMap<>();
    for (Event event : sample.events()) {
      Settled settled = engine.settle(program, List.of(event), carry);
      carry = settled.carry();
      for (Entry entry : settled.entries()) {
        for (Posting posting : entry.postings()) {
          if (entry.cause().earns() && posting.party() >= 0) {
            earned.merge(posting.party(), posting.amountMinor(), Long::sum);
          }
        }
      }
      for (int i = 0; i < sample.agreement().parties().size(); i++) {
        assertEquals(earned.getOrDefault(i, 0L), carry.owed(i));
        assertTrue(carry.balance(i, State.RESERVED) >= 0);
        assertTrue(carry.balance(i, State.PAYABLE) >= 0);
        assertTrue(carry.balance(i, State.RECEIVABLE) <= 0);
        assertEquals(carry.balance(i, State.RESERVED), carry.reserves.of(i));
      }
    }
  }
}
