package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.fail;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What a law is about: the engine, or a mutant of it that the law must notice. */
@FunctionalInterface
interface Engine {
  /** The real one. */
  Engine REAL = Settle::settle;

  /** Remembers nothing from one settling to the next. */
  Engine FORGETS = (program, events, _) -> Settle.settle(program, events, Carry.start(program));

  Settled settle(Program program, List<Event> ordered, Carry carry);

  default Settled settle(Sample sample) {
    Program program = sample.program();
    return settle(program, sample.events(), Carry.start(program));
  }

  /** What everybody can compare. */
  default String hash(Sample sample) {
    JournalHash hash = new JournalHash();
    settle(sample).entries().forEach(hash::add);
    return hash.digest();
  }

  /** Moves units from the second posting of each entry of a cause to the first, where asked to. */
  static Engine moving(Cause cause, BiFunction<Program, Entry, Integer> units) {
    return (program, events, carry) -> {
      Settled settled = Settle.settle(program, events, carry);
      List<Entry> entries = new ArrayList<>();
      for (Entry entry : settled.entries()) {
        boolean meant = entry.cause() == cause && entry.postings().size() > 1;
        entries.add(meant ? moved(entry, units.apply(program, entry)) : entry);
      }
      return new Settled(entries, settled.carry(), settled.unsettled(), settled.handedOn());
    };
  }

  private static Entry moved(Entry entry, int units) {
    List<Posting> postings = new ArrayList<>(entry.postings());
    postings.set(0, plus(postings.get(0), units));
    postings.set(1, plus(postings.get(1), -units));
    return new Entry(entry.event(), entry.line(), entry.cause(), postings);
  }

  private static Posting plus(Posting posting, int units) {
    return new Posting(
        posting.item(),
        posting.term(),
        posting.party(),
        posting.state(),
        posting.amountMinor() + units);
  }

  /** Holds that a law fails for some sample if a mutant settles. */
  static void noticed(BiConsumer<Engine, Sample> law, Engine mutant) {
    noticed(sample -> law.accept(mutant, sample));
  }

  /** The same for a law with the mutant in it. */
  static void noticed(Consumer<Sample> mutated) {
    for (long seed = 0; seed < 300; seed++) {
      Sample sample = Sample.of(seed, Chance.Size.FULL).orElse(null);
      if (sample != null) {
        try {
          mutated.accept(sample);
        } catch (AssertionError _) {
          return;
        }
      }
    }
    fail("the law does not notice the mutant");
  }
}
