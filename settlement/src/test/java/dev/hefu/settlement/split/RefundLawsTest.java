package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Refunds in any pieces, and what is told twice. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
final class RefundLawsTest {
  /** However a refund is chopped, what it has given back in all is the same. */
  @Property
  void anyChoppingEndsAtTheSame(@ForAll Sample sample, @ForAll long seed) {
    chopped(sample, seed, false);
  }

  @Example
  void refundsThatForgetEachOtherAreNoticed() {
    Engine.noticed(sample -> chopped(sample, sample.events().size(), true));
  }

  /**
   * @param forgets the mutant: each refund finds the line as it was sold
   */
  private static void chopped(Sample sample, long seed, boolean forgets) {
    Random random = new Random(seed);
    for (Event event : sample.events()) {
      if (event instanceof Event.LinePaid paid && sample.agreement().wholeMinor(paid.line()) > 0) {
        long refund = 1 + random.nextLong(sample.agreement().wholeMinor(paid.line()));
        assertEquals(
            afterRefunds(sample, paid, List.of(refund), forgets),
            afterRefunds(sample, paid, pieces(refund, random), forgets));
      }
    }
  }

  private static List<Long> pieces(long refund, Random random) {
    List<Long> parts = new ArrayList<>();
    for (long left = refund; left > 0; left -= parts.getLast()) {
      parts.add(parts.size() == 9 ? left : 1 + random.nextLong(left));
    }
    return parts;
  }

  /** Settled one after the other, as they would come. */
  private static Map<String, Long> afterRefunds(
      Sample sample, Event.LinePaid paid, List<Long> refunds, boolean forgets) {
    Program program = sample.program();
    Settled sold = Settle.settle(program, List.of(paid), Carry.start(program));
    Settled settled = sold;
    List<Entry> entries = new ArrayList<>(settled.entries());
    for (int i = 0; i < refunds.size(); i++) {
      Stamp stamp = Chance.stamp(300 + i, "shop", "r" + i);
      Event refund =
          new Event.RefundPaid(stamp, paid.line().key(), stamp.id(), refunds.get(i), 0, 0, 0, null);
      settled = Settle.settle(program, List.of(refund), forgets ? sold.carry() : settled.carry());
      entries.addAll(settled.entries());
    }
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : entries) {
      for (Posting posting : entry.postings()) {
        sums.merge(posting.item() + " " + posting.party(), posting.amountMinor(), Long::sum);
      }
    }
    sums.keySet().removeIf(key -> key.endsWith(" -1"));
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  /** A further refund takes of a share what it has, never more, and never gives to it. */
  @Property
  void noShareMovesAwayFromZero(@ForAll Sample sample) {
    towardsZero(Engine.REAL, sample);
  }

  @Example
  void aUnitPaidBackToAPartyIsNoticed() {
    Engine.noticed(RefundLawsTest::towardsZero, Engine.moving(Cause.REFUND, (_, _) -> 2));
  }

  private static void towardsZero(Engine engine, Sample sample) {
    int items = sample.program().items();
    Map<String, long[]> by = new HashMap<>();
    for (Entry entry : engine.settle(sample).entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() < 0 || posting.item() >= items || entry.line().isEmpty()) {
          continue;
        }
        String item = entry.line().orElseThrow().text() + " " + posting.item();
        if (entry.cause() == Cause.SALE) {
          by.put(item, new long[] {posting.amountMinor(), posting.amountMinor()});
        } else if (entry.cause() == Cause.REFUND) {
          long[] share = Objects.requireNonNull(by.get(item));
          share[1] += posting.amountMinor();
          assertEquals(-Long.signum(share[0]), Long.signum(posting.amountMinor()));
          assertTrue(share[1] == 0 || Long.signum(share[1]) == Long.signum(share[0]));
        }
      }
    }
  }

  /** A shipment, return or refund that is told again under another event changes nothing. */
  @Property
  void whatIsToldAgainChangesNothing(@ForAll Sample sample) {
    toldAgain(sample, false);
  }

  @Example
  void whatIsToldAgainAndApprovedIsNoticed() {
    Engine.noticed(sample -> toldAgain(sample, true));
  }

  private static void toldAgain(Sample sample, boolean approved) {
    Engine engine = Engine.REAL;
    List<Event> twice = new ArrayList<>();
    int again = 0;
    for (Event event : sample.events()) {
      twice.add(event);
      if (event instanceof Event.RefundPaid || event instanceof Event.ShipmentDispatched) {
        Stamp stamp = event.stamp();
        Stamp other =
            new Stamp(stamp.time(), stamp.receivedAt(), stamp.source(), stamp.id() + "-again");
        Event repeated = Restamped.of(event, other);
        twice.add(approved ? new Event.Approved(other, repeated) : repeated);
        again++;
      }
    }
    twice.sort(Event.ORDER);
    assertEquals(engine.hash(sample), engine.hash(sample.with(twice)));
    long waits =
        engine.settle(sample.with(twice)).unsettled().stream()
            .filter(each -> each.problem() == Problem.TOLD_TWICE)
            .count();
    assertTrue(waits <= again);
  }

  /** An event that came too late is, once approved, what it would have been on time. */
  @Property
  void whatIsApprovedIsAsOnTime(@ForAll Sample sample) {
    approved(sample, true);
  }

  @Example
  void whatIsLateAndNotApprovedIsNoticed() {
    Engine.noticed(sample -> approved(sample, false));
  }

  private static void approved(Sample sample, boolean approve) {
    List<Event> late =
        sample.events().stream()
            .map(event -> Event.Approved.canBe(event) ? late(event, approve) : event)
            .toList();
    assertEquals(Engine.REAL.hash(sample), Engine.REAL.hash(sample.with(late)));
  }

  /** Approved at the moment it happened: no other event is between. */
  private static Event late(Event event, boolean approve) {
    Stamp stamp = event.stamp();
    Stamp received =
        new Stamp(
            stamp.time(),
            stamp.time().plus(Settle.ON_TIME).plusSeconds(1),
            stamp.source(),
            stamp.id());
    Event late = Restamped.of(event, received);
    return approve ? new Event.Approved(stamp, late) : late;
  }
}
