package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;
import static dev.hefu.settlement.jooq.Tables.EVENT;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Runner;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.jooq.tables.records.ClosedPeriodRecord;
import dev.hefu.settlement.ledger.Explanation;
import dev.hefu.settlement.ledger.Journal;
import dev.hefu.settlement.ledger.Statements;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.split.Explained;
import dev.hefu.settlement.split.Explainer;
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
  private final Agreements agreements;
  private final Inbox inbox;
  private final PeriodEvents events;
  private final Adjustments adjustments;

  Closing(Agreements agreements, Inbox inbox, Adjustments adjustments) {
    this.agreements = agreements;
    this.inbox = inbox;
    this.adjustments = adjustments;
    this.events = new PeriodEvents(agreements, inbox);
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
    PeriodEvents.Ready ready = events.ready(tx, in, period);
    Map<String, Long> numbers = new HashMap<>();
    List<Long> indicators = new ArrayList<>();
    for (KeptEvent each : ready.numbered()) {
      numbers.put(key(each.told()), each.number());
      if (each.told() instanceof Event.IndicatorReported) {
        indicators.add(each.number());
      }
    }
    Settled settled = Settle.settle(in.program(), ready.closedAt(now, period), ready.carry());
    return new ClosePreparation.Ready(in, period, now, basis, numbers, indicators, settled);
  }

  /** Counts what a close rests on, also of the versions that it goes on from. */
  private ClosePreparation.Basis basis(DSLContext tx, Agreements.InForce in, String period) {
    List<Integer> numbers = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (Optional<Agreements.InForce> each = Optional.of(in);
        each.isPresent();
        each = agreements.continuedBy(tx, each.get())) {
      numbers.add(each.get().number());
      ids.add(each.get().id());
    }
    return new ClosePreparation.Basis(
        tx.fetchCount(EVENT, EVENT.AGREEMENT.in(numbers), EVENT.PERIOD.le(period)),
        tx.fetchCount(
            EVENT,
            EVENT.AGREEMENT.in(numbers),
            EVENT.APPROVED_AT.isNotNull().or(EVENT.DISMISSED_AT.isNotNull())),
        tx.fetchCount(
            CLOSED_PERIOD, CLOSED_PERIOD.AGREEMENT.in(ids), CLOSED_PERIOD.PERIOD.le(period)));
  }

  CloseOutcome close(DSLContext tx, ClosePreparation.Ready ready, String approver) {
    Inbox.lock(tx);
    Agreements.InForce in = ready.agreement;
    if (!basis(tx, in, ready.period).equals(ready.basis)) {
      return new CloseOutcome.Outdated();
    }
    Settled settled = ready.settled;
    Journal.write(tx, in.number(), ready.period, settled.entries(), ready.numbers);
    Statements.write(tx, in.id(), in.program(), ready.period, settled.entries());
    Map<Long, Problem> problems = new HashMap<>();
    for (Settled.Unsettled each : settled.unsettled()) {
      Long number = ready.numbers.get(key(each.event()));
      if (number != null) {
        problems.put(number, each.problem());
      }
    }
    Inbox.mark(tx, problems);
    adjustments.waitAgain(tx, problems);
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

  Optional<Explanation> explain(DSLContext tx, long posting, String party) {
    Optional<Journal.Kept> kept = Journal.kept(tx, posting);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Agreements.InForce in = agreements.inForce(tx, kept.get().agreement());
    if (!in.program().agreement().parties().contains(party)) {
      return Optional.empty();
    }
    Optional<Adjustment> adjustment =
        kept.get().event().flatMap(event -> adjustments.approved(tx, event));
    return explained(tx, in, kept.get())
        .map(explained -> explanation(in.program(), kept.get(), explained, adjustment));
  }

  private Optional<Explained> explained(DSLContext tx, Agreements.InForce in, Journal.Kept kept) {
    Explainer explainer = new Explainer(in.program());
    if (kept.event().isEmpty()) {
      return ofPeriod(tx, in, kept, explainer);
    }
    String line =
        tx.select(EVENT.LINE)
            .from(EVENT)
            .where(EVENT.NUMBER.eq(kept.event().get()))
            .fetchSingle()
            .value1();
    List<KeptEvent> events = inbox.of(tx, in.number(), LineKey.of(line));
    Stamp stamp =
        events.stream()
            .filter(each -> each.number() == kept.event().get())
            .findFirst()
            .orElseThrow()
            .told()
            .stamp();
    return explainer.ofLine(ordered(events), stamp, kept.cause(), kept.place());
  }

  /** Settles again up to what made the posting: the passing of time, or the close. */
  private Optional<Explained> ofPeriod(
      DSLContext tx, Agreements.InForce in, Journal.Kept kept, Explainer explainer) {
    PeriodEvents.Ready ready = events.ready(tx, in, kept.period());
    List<Event> all = ready.closedAt(Instant.EPOCH, kept.period());
    int at = all.size() - 1;
    if (kept.passed().isPresent()) {
      for (at = 0; !Runner.month(all.get(at).stamp()).equals(kept.passed()); at++) {}
    }
    Carry before = Settle.settlePart(in.program(), all, 0, at, ready.carry()).carry();
    return explainer.ofPeriod(before, all.get(at), kept.cause(), kept.place());
  }

  private static Explanation explanation(
      Program program, Journal.Kept kept, Explained explained, Optional<Adjustment> adjustment) {
    List<String> parties = program.agreement().parties();
    return new Explanation(
        kept.id(),
        kept.party() < 0 ? "clearing" : parties.get(kept.party()),
        Journal.term(program, kept.term(), kept.cause()),
        explained.amountMinor(),
        program.agreement().currency(),
        explained.formula(),
        explained.english() + adjustment.map(Closing::english).orElse(""),
        explained.chinese() + adjustment.map(Closing::chinese).orElse(""),
        explained.steps().stream()
            .map(step -> new Explanation.Step(step.name(), step.value()))
            .toList());
  }

  private static String english(Adjustment adjustment) {
    return " An adjustment of "
        + adjustment.ofPeriod()
        + ": its event waited ("
        + adjustment.waited()
        + "), "
        + adjustment.proposedBy()
        + " proposed and "
        + adjustment.approvedBy()
        + " approved to settle it.";
  }

  private static String chinese(Adjustment adjustment) {
    return "对"
        + adjustment.ofPeriod()
        + "的调整：该事件曾待处理（"
        + adjustment.waited()
        + "），由"
        + adjustment.proposedBy()
        + "提出、"
        + adjustment.approvedBy()
        + "批准结算。";
  }

  private Optional<String> refused(
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
    return Optional.<String>empty()
        .or(() -> when(closedFrom(tx, in.id(), period), "A later period is closed already."))
        .or(() -> when(openBefore(tx, in, period), "An earlier period is still open."))
        .or(() -> chained(tx, in, period));
  }

  /** Versions that go on from one another are closed in their order. */
  private Optional<String> chained(DSLContext tx, Agreements.InForce in, String period) {
    Optional<Agreements.InForce> before = agreements.continuedBy(tx, in);
    Optional<UUID> next = agreements.continuing(tx, in);
    return when(
            before.isPresent() && !closedFrom(tx, before.get().id(), period),
            "Close " + period + " of the version that it continues first.")
        .or(
            () ->
                when(
                    next.isPresent() && closedFrom(tx, next.get(), period),
                    "The version that continues it closed " + period + " already."));
  }

  private static Optional<String> when(boolean refused, String reason) {
    return refused ? Optional.of(reason) : Optional.empty();
  }

  /** Whether this period or a later one is closed. */
  private static boolean closedFrom(DSLContext tx, UUID id, String period) {
    return tx.fetchExists(
        CLOSED_PERIOD, CLOSED_PERIOD.AGREEMENT.eq(id), CLOSED_PERIOD.PERIOD.ge(period));
  }

  /** Whether events stand in an earlier period that is not closed. */
  private static boolean openBefore(DSLContext tx, Agreements.InForce in, String period) {
    return tx.fetchExists(
        EVENT,
        EVENT.AGREEMENT.eq(in.number()),
        EVENT.PERIOD.lt(period),
        EVENT.PERIOD.notIn(
            tx.select(CLOSED_PERIOD.PERIOD)
                .from(CLOSED_PERIOD)
                .where(CLOSED_PERIOD.AGREEMENT.eq(in.id()))));
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

  private static List<Event> ordered(List<KeptEvent> events) {
    List<Event> ordered = new ArrayList<>();
    events.forEach(each -> ordered.add(each.event()));
    ordered.sort(Comparator.comparing(Event::stamp));
    return ordered;
  }

  private static String key(Event event) {
    return event.stamp().source() + " " + event.stamp().id();
  }
}
