package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All that is remembered is in the carry: written down between events, nothing is lost. */
final class CarryTest {
  private static final String SALE =
      """
      - {id: fee, fixed: {to: market, amountMinor: 1}}
      - {id: rest, remaining: {to: brand}}
      """;

  private static final int SEEDS = Integer.getInteger("hefu.laws", 300);

  private static Carry writtenAndRead(Carry carry) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(carry);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Carry) in.readObject();
    }
  }

  @Test
  void writtenBetweenAllEventsItGivesTheSameBytes() throws IOException, ClassNotFoundException {
    for (long seed = 0; seed < SEEDS; seed++) {
      Chance chance = new Chance(seed);
      Optional<Agreement> agreement = chance.agreement();
      if (agreement.isPresent()) {
        Program program = Program.of(agreement.get());
        List<Event> events = chance.events();
        String expected = hash(Settle.settle(program, events, Carry.start(program)).entries());
        JournalHash apart = new JournalHash();
        Carry carry = Carry.start(program);
        for (Event event : events) {
          Settled settled = Settle.settle(program, List.of(event), carry);
          settled.entries().forEach(apart::add);
          carry = writtenAndRead(settled.carry());
        }
        assertEquals(expected, apart.digest(), "seed " + seed + "\n" + chance.document());
      }
    }
  }

  /** The control: with a carry from before the last sale, a refund gives something else. */
  @Test
  void anOlderCarryGivesOtherBytes() {
    Books books = Books.of("market, brand", SALE);
    Program program = books.program();
    Carry none = Carry.start(program);
    Carry sold =
        Settle.settle(program, List.of(Books.paid(0, "1", 100, 1, java.util.Map.of())), none)
            .carry();
    List<Event> refund = List.of(Books.refund(1, "1", "r", 100, 1));
    assertNotEquals(
        hash(Settle.settle(program, refund, none).entries()),
        hash(Settle.settle(program, refund, sold).entries()));
  }

  /** Settling from a carry leaves it as it was. */
  @Test
  void itNeverChanges() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Chance chance = new Chance(seed);
      Optional<Agreement> agreement = chance.agreement();
      if (agreement.isPresent()) {
        Program program = Program.of(agreement.get());
        List<Event> events = chance.events();
        int half = events.size() / 2;
        Carry carry = Settle.settle(program, events.subList(0, half), Carry.start(program)).carry();
        List<Event> rest = events.subList(half, events.size());
        String once = hash(Settle.settle(program, rest, carry).entries());
        assertEquals(once, hash(Settle.settle(program, rest, carry).entries()), "seed " + seed);
      }
    }
  }

  private static String hash(List<Entry> entries) {
    JournalHash hash = new JournalHash();
    entries.forEach(hash::add);
    return hash.digest();
  }
}
