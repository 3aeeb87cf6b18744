package dev.hefu.settlement.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick run gives the journal of the engine, whatever the partitions. */
final class LineRunTest {
  static Program example() throws IOException {
    try (InputStream in = AgreementReader.class.getResourceAsStream("example-6-terms.yaml")) {
      return switch (AgreementReader.read(Objects.requireNonNull(in).readAllBytes())) {
        case AgreementReading.Read read -> Program.of(read.agreement());
        case AgreementReading.Faulty faulty -> throw new AssertionError(faulty.faults());
      };
    }
  }

  static List<Event.LinePaid> lines(int count) {
    Random random = new Random(7);
    List<Event.LinePaid> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      LineKey key = new LineKey("marketplace", "order-" + i / 3, String.valueOf(i % 3));
      Line line =
          new Line(
              key,
              "USD",
              1 + random.nextInt(50_000),
              0,
              0,
              1 + random.nextInt(100),
              List.of(),
              Map.of(Attribute.SELLER, "marketplace"));
      String id = "paid-%05d".formatted(i);
      lines.add(new Event.LinePaid(Books.stamp(i / 1000, "marketplace", id), line));
    }
    return lines;
  }

  @Test
  void partitionsDoNotMatter() throws IOException {
    Program program = example();
    List<Event.LinePaid> lines = lines(10_000);
    LineRun.Result one = new LineRun(program).run(lines, 1);
    assertEquals(one, new LineRun(program).run(lines, 3));
    assertEquals(one, new LineRun(program).run(lines, 8));
    assertEquals(10_000, one.lines());
  }

  @Test
  void theJournalIsTheEnginesOwn() throws IOException {
    Program program = example();
    List<Event.LinePaid> lines = lines(9_000);
    Settled settled = Settle.settle(program, List.copyOf(lines), Carry.start(program));
    JournalHash journal = new JournalHash();
    settled.entries().forEach(journal::add);
    LineRun.Result run = new LineRun(program).run(lines, 2);
    assertEquals(
        settled.entries().stream().mapToLong(entry -> entry.postings().size()).sum(),
        run.postings());
    assertEquals(journal.digest(), run.journalHash());
  }

  @Test
  void refusesNoPartitions() throws IOException {
    Program program = example();
    assertThrows(IllegalArgumentException.class, () -> new LineRun(program).run(List.of(), 0));
  }
}
