package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.event.Voucher;
import dev.hefu.settlement.program.Program;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short ways to write agreements and events down in tests, and to read results. */
final class Books {
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Program program;
  private final List<Event> events = new ArrayList<>();
  private Carry carry;
  private Settled settled;

  Books(Program program) {
    this.program = program;
    this.carry = Carry.start(program);
    this.settled = new Settled(List.of(), carry, List.of(), List.of());
  }

  static Books of(String parties, String terms) {
    return of(parties, "", terms);
  }

  /** An agreement over every line in CNY, with further members and terms in YAML. */
  static Books of(String parties, String members, String terms) {
    return new Books(program(parties, members, terms));
  }

  static Program program(String parties, String members, String terms) {
    String document =
        """
        format: hefu-revenue-agreement/1
        name: test
        version: 1
        title: {en: Test, zh: 测试}
        currency: CNY
        from: 2026-01-01
        selects: {}
        """
            + "parties: ["
            + parties
            + "]\n"
            + members
            + "\nterms:\n"
            + terms.indent(2);
    return Program.of(read(document));
  }

  /** A document that must be valid. */
  static Agreement read(String document) {
    return switch (AgreementReader.read(document.getBytes(StandardCharsets.UTF_8))) {
      case AgreementReading.Read read -> read.agreement();
      case AgreementReading.Faulty faulty ->
          throw new AssertionError(faulty.faults() + "\n" + document);
    };
  }

  static Stamp stamp(int hour, String sender, String id) {
    Instant time = NOON.plusSeconds(3600L * hour);
    return new Stamp(time, time, "/participants/" + sender, id);
  }

  static Event.LinePaid paid(
      int hour, String line, long price, int quantity, Map<Attribute, String> attributes) {
    return paid(hour, line, price, 0, 0, quantity, List.of(), attributes);
  }

  static Event.LinePaid paid(
      int hour,
      String line,
      long price,
      long tax,
      long fee,
      int quantity,
      List<Voucher> vouchers,
      Map<Attribute, String> attributes) {
    Map<Attribute, String> all = new java.util.EnumMap<>(Attribute.class);
    all.put(Attribute.SELLER, "shop");
    all.putAll(attributes);
    LineKey key = new LineKey("shop", "o", line);
    return new Event.LinePaid(
        stamp(hour, "shop", "paid-" + line),
        new Line(key, "CNY", price, tax, fee, quantity, vouchers, all));
  }

  static Event.RefundPaid refund(int hour, String line, String id, long amount, int quantity) {
    return new Event.RefundPaid(
        stamp(hour, "shop", id), new LineKey("shop", "o", line), id, amount, 0, 0, quantity, null);
  }

  /** Settles what was added, with what was carried before. */
  Books settle(Event... more) {
    events.addAll(List.of(more));
    List<Event> ordered =
        List.of(more).stream().sorted(Comparator.comparing(Event::stamp)).toList();
    settled = Settle.settle(program, ordered, carry);
    carry = settled.carry();
    return this;
  }

  Program program() {
    return program;
  }

  Settled last() {
    return settled;
  }

  Carry carry() {
    return carry;
  }

  /** What the last settling gave to each party that got anything, without moves between states. */
  Map<String, Long> earned() {
    return earned(settled, program);
  }

  long earned(String party) {
    return earned().getOrDefault(party, 0L);
  }

  static Map<String, Long> earned(Settled settled, Program program) {
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.party() >= 0 && entry.cause().earns()) {
          String party = program.agreement().parties().get(posting.party());
          sums.merge(party, posting.amountMinor(), Long::sum);
        }
      }
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  /** The same by term. */
  Map<String, Long> byTerm() {
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        if (posting.term() >= 0) {
          String term = program.terms().get(posting.term()).id();
          sums.merge(term, posting.amountMinor(), Long::sum);
        }
      }
    }
    return sums;
  }
}
