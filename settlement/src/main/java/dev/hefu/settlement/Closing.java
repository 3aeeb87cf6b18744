package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;
import static dev.hefu.settlement.jooq.Tables.EVENT;

import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.jooq.tables.records.ClosedPeriodRecord;
import dev.hefu.settlement.split.Carry;
import dev.hefu.settlement.split.Explained;
import dev.hefu.settlement.split.Explainer;
import dev.hefu.settlement.split.Problem;
import dev.hefu.settlement.split.Program;
import dev.hefu.settlement.split.Settle;
import dev.hefu.settlement.split.Settled;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Closes periods in two steps: computed from the events without any lock, then written under it if
 * nothing was added in between. What was carried is recomputed from the events of earlier periods,
 * so every close also proves that they still give the same.
 */
final class Closing {
  private static final String SOURCE = "/participants/hefu/settlement";

  private final Agreements agreements;
  private final Inbox inbox;

  Closing(Agreements agreements, Inbox inbox) {
    this.agreements = agreements;
    this.inbox = inbox;
  }

  ClosePreparation prepare(DSLContext tx, UUID id, String period, Instant now) {
    Optional<Agreements.InForce> in = agreements.inForce(tx, id);
    if (in.isEmpty()) {
      return new ClosePreparation.Ended(new CloseOutcome.NotFound());
    }
    ClosedPeriodRecord before = closed(tx, id, period);
    if (before != null) {
      return new ClosePreparation.Ended(outcome(tx, before, true));
    }
    // First: whatever is added while the rest is read makes the preparation outdated.
    ClosePreparation.Basis basis = basis(tx, in.get(), period);
    Optional<String> refused = refused(tx, in.get(), period, now);
    return refused.isPresent()
        ? new ClosePreparation.Ended(new CloseOutcome.Refused(refused.get()))
        : settle(tx, in.get(), period, now, basis);
  }

  private ClosePreparation settle(
      DSLContext tx,
      Agreements.InForce in,
      String period,
      Instant now,
      ClosePreparation.Basis basis) {
    Carry carry = carry(tx, in, period);
    List<Inbox.Numbered> events = inbox.of(tx, in.number(), period);
    Map<String, Long> numbers = new HashMap<>();
    events.forEach(each -> numbers.put(key(each.event()), each.number()));
    List<Inbox.Numbered> reported = Indicators.fresh(tx, in, period);
    List<Long> indicators = reported.stream().map(Inbox.Numbered::number).toList();
    List<Inbox.Numbered> all = new ArrayList<>(events);
    all.addAll(reported);
    List<Event> ordered = ordered(all);
    ordered.add(close(now, period));
    Settled settled = Settle.settle(in.program(), ordered, carry);
    return new ClosePreparation.Ready(in, period, now, basis, numbers, indicators, settled);
  }

  private static ClosePreparation.Basis basis(DSLContext tx, Agreements.InForce in, String period) {
    return new ClosePreparation.Basis(
        tx.fetchCount(EVENT, EVENT.AGREEMENT.eq(in.number()), EVENT.PERIOD.le(period)),
        tx.fetchCount(
            CLOSED_PERIOD, CLOSED_PERIOD.AGREEMENT.eq(in.id()), CLOSED_PERIOD.PERIOD.le(period)));
  }

  CloseOutcome close(DSLContext tx, ClosePreparation.Ready ready, String approver) {
    Inbox.lock(tx);
    Agreements.InForce in = ready.agreement;
    if (!basis(tx, in, ready.period).equals(ready.basis)) {
      return new CloseOutcome.Outdated();
    }
    Settled settled = ready.settled;
    Journal.write(tx, in.number(), ready.period, settled.entries(), ready.numbers);
    Statements.write(tx, in, ready.period, settled.entries());
    Map<Long, Problem> problems = new HashMap<>();
    for (Settled.Unsettled each : settled.unsettled()) {
      Long number = ready.numbers.get(key(each.event()));
      if (number != null) {
        problems.put(number, each.problem());
      }
    }
    Inbox.mark(tx, problems);
    Indicators.take(tx, in.number(), ready.period, ready.indicators);
    return outcome(tx, keep(tx, in.id(), ready.period, approver, ready.at, settled), false);
  }

  private static ClosedPeriodRecord keep(
      DSLContext tx, UUID id, String period, String approver, Instant now, Settled settled) {
    JournalHash hash = new JournalHash();
    long lines = 0;
    long postings = 0;
    for (Entry entry : settled.entries()) {
      hash.add(entry);
      lines += entry.cause() == Cause.SALE ? 1 : 0;
      postings += entry.postings().size();
    }
    return tx.insertInto(CLOSED_PERIOD)
        .set(CLOSED_PERIOD.AGREEMENT, id)
        .set(CLOSED_PERIOD.PERIOD, period)
        .set(CLOSED_PERIOD.CLOSED_AT, now.atOffset(ZoneOffset.UTC))
        .set(CLOSED_PERIOD.APPROVER, approver)
        .set(CLOSED_PERIOD.LINES, lines)
        .set(CLOSED_PERIOD.POSTINGS, postings)
        .set(CLOSED_PERIOD.WAITING, (long) settled.unsettled().size())
        .set(CLOSED_PERIOD.JOURNAL_HASH, hash.digest())
        .returning()
        .fetchSingle();
  }

  /** What is carried into a period, from the events of all closed ones before it. */
  private Carry carry(DSLContext tx, Agreements.InForce in, String period) {
    Carry carry = Carry.start(in.program());
    for (ClosedPeriodRecord each : closedBefore(tx, in.id(), period)) {
      List<Event> ordered = ordered(settled(tx, in, each.getPeriod()));
      ordered.add(close(each.getClosedAt().toInstant(), each.getPeriod()));
      carry = Settle.settle(in.program(), ordered, carry).carry();
    }
    return carry;
  }

  /** Everything that the close of a period settled. */
  private List<Inbox.Numbered> settled(DSLContext tx, Agreements.InForce in, String period) {
    List<Inbox.Numbered> all = new ArrayList<>(inbox.of(tx, in.number(), period));
    all.addAll(Indicators.taken(tx, in.number(), period));
    return all;
  }

  /** What it does depends on the period alone; the time only places it among other events. */
  private static Event close(Instant at, String period) {
    return new Event.PeriodClosed(new Stamp(at, at, SOURCE, period), period);
  }

  Optional<Explanation> explain(DSLContext tx, long posting, String party) {
    Optional<Journal.Kept> kept = Journal.kept(tx, posting);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Agreements.InForce in = agreements.inForce(tx, kept.get().agreement());
    if (!in.program().agreement().parties().contains(party)) {
      return Optional.empty();
    }
    return explained(tx, in, kept.get())
        .map(explained -> explanation(in.program(), kept.get(), explained));
  }

  private Optional<Explained> explained(DSLContext tx, Agreements.InForce in, Journal.Kept kept) {
    Explainer explainer = new Explainer(in.program());
    if (kept.event().isEmpty()) {
      List<Event> ordered = ordered(settled(tx, in, kept.period()));
      Carry before = Settle.settle(in.program(), ordered, carry(tx, in, kept.period())).carry();
      Event close = close(Instant.EPOCH, kept.period());
      return explainer.ofPeriod(before, close, kept.cause(), kept.place());
    }
    String line =
        tx.select(EVENT.LINE)
            .from(EVENT)
            .where(EVENT.NUMBER.eq(kept.event().get()))
            .fetchSingle()
            .value1();
    List<Inbox.Numbered> events = inbox.of(tx, in.number(), LineKey.of(line));
    Stamp stamp =
        events.stream()
            .filter(each -> each.number() == kept.event().get())
            .findFirst()
            .orElseThrow()
            .event()
            .stamp();
    return explainer.ofLine(ordered(events), stamp, kept.cause(), kept.place());
  }

  private static Explanation explanation(Program program, Journal.Kept kept, Explained explained) {
    List<String> parties = program.agreement().parties();
    return new Explanation(
        kept.id(),
        kept.party() < 0 ? "clearing" : parties.get(kept.party()),
        Journal.term(program, kept.term(), kept.cause()),
        explained.amountMinor(),
        program.agreement().currency(),
        explained.formula(),
        explained.english(),
        explained.chinese(),
        explained.steps().stream()
            .map(step -> new Explanation.Step(step.name(), step.value()))
            .toList());
  }

  private static Optional<String> refused(
      DSLContext tx, Agreements.InForce in, String period, Instant now) {
    YearMonth month;
    try {
      month = YearMonth.parse(period);
    } catch (DateTimeException e) {
      return Optional.of("\"" + period + "\" is no period YYYY-MM.");
    }
    Instant end =
        month.plusMonths(1).atDay(1).atStartOfDay(in.program().agreement().zone()).toInstant();
    if (now.isBefore(end)) {
      return Optional.of("The period " + period + " is not over before " + end + ".");
    }
    boolean earlier =
        tx.fetchExists(
            EVENT,
            EVENT.AGREEMENT.eq(in.number()),
            EVENT.PERIOD.lt(period),
            EVENT.PERIOD.notIn(
                tx.select(CLOSED_PERIOD.PERIOD)
                    .from(CLOSED_PERIOD)
                    .where(CLOSED_PERIOD.AGREEMENT.eq(in.id()))));
    return earlier ? Optional.of("An earlier period is still open.") : Optional.empty();
  }

  private static CloseOutcome outcome(DSLContext tx, ClosedPeriodRecord row, boolean repeated) {
    return new CloseOutcome.Closed(
        row.getAgreement(),
        row.getPeriod(),
        row.getClosedAt().toInstant(),
        repeated,
        row.getJournalHash(),
        row.getLines(),
        row.getPostings(),
        Statements.of(tx, row.getAgreement(), row.getPeriod()),
        row.getWaiting());
  }

  private static @Nullable ClosedPeriodRecord closed(DSLContext tx, UUID id, String period) {
    return tx.selectFrom(CLOSED_PERIOD)
        .where(CLOSED_PERIOD.AGREEMENT.eq(id), CLOSED_PERIOD.PERIOD.eq(period))
        .fetchOne();
  }

  private static List<ClosedPeriodRecord> closedBefore(DSLContext tx, UUID id, String period) {
    return tx.selectFrom(CLOSED_PERIOD)
        .where(CLOSED_PERIOD.AGREEMENT.eq(id), CLOSED_PERIOD.PERIOD.lt(period))
        .orderBy(CLOSED_PERIOD.PERIOD)
        .fetch();
  }

  private static List<Event> ordered(List<Inbox.Numbered> events) {
    List<Event> ordered = new ArrayList<>();
    events.forEach(each -> ordered.add(each.event()));
    ordered.sort(Comparator.comparing(Event::stamp));
    return ordered;
  }

  private static String key(Event event) {
    return event.stamp().source() + " " + event.stamp().id();
  }
}
