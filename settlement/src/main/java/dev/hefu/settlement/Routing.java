package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;
import static dev.hefu.settlement.jooq.Tables.EVENT;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.jooq.tables.records.EventRecord;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.split.Settle;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Where events are settled: the agreement that their line falls under, and an open period. */
final class Routing {
  private static final String AGREEMENT_UNKNOWN = "agreement-unknown";

  private final Agreements agreements;

  Routing(Agreements agreements) {
    this.agreements = agreements;
  }

  /** Where an event is settled. */
  private record Route(@Nullable Integer agreement, @Nullable String period, String reason) {}

  /** Payments that no agreement selected so far. */
  List<KeptEvent> waitingForAgreement(DSLContext tx) {
    return tx.selectFrom(EVENT)
        .where(EVENT.PAYS.isTrue(), EVENT.AGREEMENT.isNull(), EVENT.REASON.eq(AGREEMENT_UNKNOWN))
        .orderBy(EVENT.NUMBER)
        .fetch(KeptEvent::of);
  }

  /** All events of lines that one version has but that were paid at this time or later. */
  List<KeptEvent> paidFrom(DSLContext tx, int agreement, Instant from) {
    return tx.selectFrom(EVENT)
        .where(
            EVENT.AGREEMENT.eq(agreement),
            EVENT.LINE.in(
                tx.select(EVENT.LINE)
                    .from(EVENT)
                    .where(
                        EVENT.AGREEMENT.eq(agreement),
                        EVENT.PAYS.isTrue(),
                        EVENT.HAPPENED_AT.ge(from.atOffset(ZoneOffset.UTC)))))
        .orderBy(EVENT.NUMBER)
        .fetch(KeptEvent::of);
  }

  /** Finds agreement and period of each event, and of those that waited for one of these. */
  Map<Long, String> route(DSLContext tx, List<KeptEvent> events) {
    Map<Long, Route> routes = new HashMap<>();
    List<Agreements.InForce> inForce = agreements.inForce(tx);
    Map<Integer, String> closed = lastClosed(tx);
    Set<String> paidLines = new HashSet<>();
    Set<String> lines = new HashSet<>();
    Map<Long, KeptEvent> others = new HashMap<>();
    for (KeptEvent each : events) {
      if (each.told() instanceof Event.LinePaid(Stamp stamp, Line line)) {
        routes.put(each.number(), paid(inForce, closed, stamp, line, late(each)));
        paidLines.add(line.key().text());
      } else {
        each.told().about().ifPresent(line -> lines.add(line.text()));
        others.put(each.number(), each);
      }
    }
    store(tx, routes);
    for (KeptEvent waiting : waitingFor(tx, paidLines)) {
      others.put(waiting.number(), waiting);
      lines.add(waiting.told().about().orElseThrow().text());
    }
    Map<String, Route> byLine = routesOf(tx, lines, closed);
    Map<Long, Route> later = new HashMap<>();
    others.forEach((number, each) -> later.put(number, other(each, byLine)));
    store(tx, later);
    routes.putAll(later);
    Map<Long, String> reasons = new HashMap<>();
    routes.forEach(
        (number, route) -> {
          if (!route.reason().isEmpty()) {
            reasons.put(number, route.reason());
          }
        });
    return reasons;
  }

  private static Route paid(
      List<Agreements.InForce> inForce,
      Map<Integer, String> closed,
      Stamp stamp,
      Line line,
      String reason) {
    for (Agreements.InForce each : inForce) {
      if (each.selects(line, stamp.time())) {
        String period = each.program().agreement().period(stamp.time());
        return new Route(each.number(), open(period, closed.get(each.number())), reason);
      }
    }
    return new Route(null, null, AGREEMENT_UNKNOWN);
  }

  private static Route other(KeptEvent event, Map<String, Route> byLine) {
    Optional<LineKey> line = event.told().about();
    if (line.isEmpty()) {
      return new Route(null, null, "");
    }
    Route route = byLine.get(line.get().text());
    return route == null
        ? new Route(null, null, Problem.LINE_UNKNOWN.code())
        : new Route(route.agreement(), route.period(), late(event));
  }

  private static String late(KeptEvent event) {
    return event.event().stamp().lateness().compareTo(Settle.ON_TIME) > 0
        ? Problem.LATE.code()
        : "";
  }

  /**
   * Lets an event be settled that waited for persons, and what waited for it if it pays for a line.
   * Neither gave anything so far, so the closed periods that leave them give the same again.
   *
   * @return the open period that settles it
   */
  String settleNow(DSLContext tx, EventRecord event, OffsetDateTime approvedAt) {
    String period = open(event.getPeriod(), lastClosed(tx).get(event.getAgreement()));
    tx.update(EVENT)
        .set(EVENT.APPROVED_AT, approvedAt)
        .set(EVENT.APPROVED_FOR, event.getReason())
        .set(EVENT.PERIOD, period)
        .set(EVENT.REASON, "")
        .where(EVENT.NUMBER.eq(event.getNumber()))
        .execute();
    if (event.getPays()) {
      tx.update(EVENT)
          .set(EVENT.PERIOD, period)
          .set(
              EVENT.REASON,
              DSL.when(EVENT.REASON.eq(Problem.LINE_UNKNOWN.code()), "").otherwise(EVENT.REASON))
          .where(
              EVENT.AGREEMENT.eq(event.getAgreement()),
              EVENT.LINE.eq(event.getLine()),
              EVENT.PERIOD.lt(period))
          .execute();
    }
    return period;
  }

  /** The period itself, or the one after the last closed if it is closed. */
  private static String open(String period, @Nullable String lastClosed) {
    return lastClosed == null || period.compareTo(lastClosed) > 0
        ? period
        : YearMonth.parse(lastClosed).plusMonths(1).toString();
  }

  private static Map<Integer, String> lastClosed(DSLContext tx) {
    Map<Integer, String> closed = lastClosedThemselves(tx);
    // What a version counts reaches those that go on with it: it stays out of what they closed.
    dev.hefu.settlement.jooq.tables.Agreement next = AGREEMENT.as("next");
    tx.select(AGREEMENT.NUMBER, next.NUMBER)
        .from(AGREEMENT)
        .join(next)
        .on(next.ID.eq(AGREEMENT.CONTINUED_BY))
        .orderBy(AGREEMENT.VERSION.desc())
        .forEach(
            row ->
                Optional.ofNullable(closed.get(row.value2()))
                    .ifPresent(
                        period ->
                            closed.merge(
                                row.value1(), period, (a, b) -> a.compareTo(b) > 0 ? a : b)));
    return closed;
  }

  private static Map<Integer, String> lastClosedThemselves(DSLContext tx) {
    return tx.select(AGREEMENT.NUMBER, DSL.max(CLOSED_PERIOD.PERIOD))
        .from(CLOSED_PERIOD)
        .join(AGREEMENT)
        .on(AGREEMENT.ID.eq(CLOSED_PERIOD.AGREEMENT))
        .groupBy(AGREEMENT.NUMBER)
        .fetchMap(Record2::value1, Record2::value2);
  }

  private static Map<String, Route> routesOf(
      DSLContext tx, Set<String> lines, Map<Integer, String> closed) {
    Map<String, Route> routes = new HashMap<>();
    tx.select(EVENT.LINE, EVENT.AGREEMENT, EVENT.PERIOD)
        .from(EVENT)
        .where(
            DSL.condition("{0} = any({1})", EVENT.LINE, DSL.val(lines.toArray(String[]::new))),
            EVENT.PAYS.isTrue(),
            EVENT.AGREEMENT.isNotNull())
        .orderBy(EVENT.HAPPENED_AT, EVENT.SOURCE, EVENT.ID)
        .forEach(
            row ->
                routes.putIfAbsent(
                    row.value1(),
                    new Route(row.value2(), open(row.value3(), closed.get(row.value2())), "")));
    return routes;
  }

  private static List<KeptEvent> waitingFor(DSLContext tx, Set<String> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    return tx.selectFrom(EVENT)
        .where(
            DSL.condition("{0} = any({1})", EVENT.LINE, DSL.val(lines.toArray(String[]::new))),
            EVENT.PAYS.isFalse(),
            EVENT.AGREEMENT.isNull())
        .fetch(KeptEvent::of);
  }

  private static void store(DSLContext tx, Map<Long, Route> routes) {
    List<Route> to = List.copyOf(routes.values());
    tx.execute(
        "update settlement.event e set agreement = v.agreement, period = v.period,"
            + " reason = v.reason"
            + " from unnest(?::bigint[], ?::int[], ?::text[], ?::text[])"
            + " v(number, agreement, period, reason) where e.number = v.number",
        routes.keySet().toArray(Long[]::new),
        to.stream().map(Route::agreement).toArray(Integer[]::new),
        to.stream().map(Route::period).toArray(String[]::new),
        to.stream().map(Route::reason).toArray(String[]::new));
  }
}
