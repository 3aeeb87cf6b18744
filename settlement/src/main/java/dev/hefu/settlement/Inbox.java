package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;
import static dev.hefu.settlement.jooq.Tables.EVENT;
import static dev.hefu.settlement.jooq.Tables.REJECTED_EVENT;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.event.EventReading;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.jooq.tables.records.EventRecord;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.split.Settle;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Events as received, each told where it is settled or why it waits. */
final class Inbox {
  /** Any number that no one else locks in this database: "sett" in ASCII. */
  private static final long LOCK = 0x73657474L;

  private static final String AGREEMENT_UNKNOWN = "agreement-unknown";

  private final Agreements agreements;

  Inbox(Agreements agreements) {
    this.agreements = agreements;
  }

  /**
   * Lets one writer at a time decide where events are settled, until its transaction ends: an event
   * never slips into a period that is being closed, nor past the payment it waits for.
   */
  static void lock(DSLContext tx) {
    tx.fetch("select pg_advisory_xact_lock(?)", LOCK);
  }

  /** Where an event is settled. */
  private record Route(@Nullable Integer agreement, @Nullable String period, String reason) {}

  /** An event with its number in the inbox. */
  record Numbered(long number, Event event) {}

  List<EventResult> accept(
      DSLContext tx, Sender sender, List<byte[]> events, Arrival arrival, Instant now) {
    EventReader reader = new EventReader(sender.participant(), sender.kind());
    List<EventReading> readings = new ArrayList<>();
    for (byte[] event : events) {
      readings.add(reader.read(event, arrival == Arrival.LIVE ? now : null));
    }
    lock(tx);
    Set<String> known = known(tx, readings);
    List<EventResult> results = new ArrayList<>();
    Map<Integer, Event> fresh = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      String key = key(readings.get(i));
      if (known.contains(key)) {
        results.add(new EventResult(i, EventResult.Outcome.DUPLICATE, "", ""));
        continue;
      }
      switch (readings.get(i)) {
        case EventReading.Bad bad -> {
          reject(tx, sender, bad, events.get(i), now);
          results.add(new EventResult(i, EventResult.Outcome.REJECTED, bad.reason(), bad.detail()));
        }
        case EventReading.Read(Event event) -> {
          known.add(key);
          fresh.put(i, event);
          results.add(new EventResult(i, EventResult.Outcome.ACCEPTED, "", ""));
        }
      }
    }
    Map<Long, Integer> indexes = insert(tx, sender, fresh, events);
    List<Numbered> numbered = new ArrayList<>();
    indexes.forEach((number, i) -> numbered.add(new Numbered(number, readEvent(fresh, i))));
    route(tx, numbered)
        .forEach(
            (number, reason) ->
                Optional.ofNullable(indexes.get(number))
                    .ifPresent(
                        i ->
                            results.set(
                                i, new EventResult(i, EventResult.Outcome.ACCEPTED, reason, ""))));
    return results;
  }

  private static Event readEvent(Map<Integer, Event> fresh, int index) {
    return Objects.requireNonNull(fresh.get(index));
  }

  List<WaitingEvent> waiting(DSLContext tx, String sender, long after, int limit) {
    List<WaitingEvent> waiting = new ArrayList<>();
    tx.selectFrom(EVENT)
        .where(EVENT.SENDER.eq(sender), EVENT.REASON.ne(""), EVENT.NUMBER.gt(after))
        .orderBy(EVENT.NUMBER)
        .limit(limit)
        .forEach(
            row ->
                waiting.add(
                    new WaitingEvent(
                        row.getNumber(),
                        row.getId(),
                        row.getReceivedAt().toInstant(),
                        EventResult.Outcome.ACCEPTED,
                        row.getReason())));
    return waiting;
  }

  List<WaitingEvent> rejected(DSLContext tx, String sender, long after, int limit) {
    return tx.selectFrom(REJECTED_EVENT)
        .where(REJECTED_EVENT.SENDER.eq(sender), REJECTED_EVENT.NUMBER.gt(after))
        .orderBy(REJECTED_EVENT.NUMBER)
        .limit(limit)
        .fetch(
            row ->
                new WaitingEvent(
                    row.getNumber(),
                    row.getId(),
                    row.getReceivedAt().toInstant(),
                    EventResult.Outcome.REJECTED,
                    row.getReason()));
  }

  /** Payments that no agreement selected so far. */
  List<Numbered> waitingForAgreement(DSLContext tx) {
    return tx.selectFrom(EVENT)
        .where(EVENT.PAYS.isTrue(), EVENT.AGREEMENT.isNull(), EVENT.REASON.eq(AGREEMENT_UNKNOWN))
        .orderBy(EVENT.NUMBER)
        .fetch(Inbox::numbered);
  }

  /** All events of lines that one version has but that were paid at this time or later. */
  List<Numbered> paidFrom(DSLContext tx, int agreement, Instant from) {
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
        .fetch(Inbox::numbered);
  }

  /** The events that one period of one agreement settles. */
  List<Numbered> of(DSLContext tx, int agreement, String period) {
    return tx.selectFrom(EVENT)
        .where(EVENT.AGREEMENT.eq(agreement), EVENT.PERIOD.eq(period))
        .fetch(Inbox::numbered);
  }

  /** All events of one line that are settled, with their numbers. */
  List<Numbered> of(DSLContext tx, int agreement, LineKey line) {
    return tx.selectFrom(EVENT)
        .where(EVENT.AGREEMENT.eq(agreement), EVENT.LINE.eq(line.text()))
        .fetch(Inbox::numbered);
  }

  /** Says why events wait after all. */
  static void mark(DSLContext tx, Map<Long, Problem> problems) {
    Long[] numbers = problems.keySet().toArray(Long[]::new);
    String[] reasons = problems.values().stream().map(Problem::code).toArray(String[]::new);
    tx.execute(
        "update settlement.event e set reason = v.reason"
            + " from unnest(?::bigint[], ?::text[]) v(number, reason) where e.number = v.number",
        numbers,
        reasons);
  }

  /** Finds agreement and period of each event, and of those that waited for one of these. */
  Map<Long, String> route(DSLContext tx, List<Numbered> events) {
    Map<Long, Route> routes = new HashMap<>();
    List<Agreements.InForce> inForce = agreements.inForce(tx);
    Map<Integer, String> closed = lastClosed(tx);
    Set<String> paidLines = new HashSet<>();
    Set<String> lines = new HashSet<>();
    Map<Long, Numbered> others = new HashMap<>();
    for (Numbered each : events) {
      if (each.event() instanceof Event.LinePaid(Stamp stamp, Line line)) {
        routes.put(each.number(), paid(inForce, closed, stamp, line));
        paidLines.add(line.key().text());
      } else {
        each.event().about().ifPresent(line -> lines.add(line.text()));
        others.put(each.number(), each);
      }
    }
    store(tx, routes);
    for (Numbered waiting : waitingFor(tx, paidLines)) {
      others.put(waiting.number(), waiting);
      lines.add(waiting.event().about().orElseThrow().text());
    }
    Map<String, Route> byLine = routesOf(tx, lines, closed);
    Map<Long, Route> later = new HashMap<>();
    others.forEach((number, each) -> later.put(number, other(each.event(), byLine)));
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
      List<Agreements.InForce> inForce, Map<Integer, String> closed, Stamp stamp, Line line) {
    for (Agreements.InForce each : inForce) {
      if (each.selects(line, stamp.time())) {
        String period = each.program().agreement().period(stamp.time());
        return new Route(each.number(), open(period, closed.get(each.number())), late(stamp));
      }
    }
    return new Route(null, null, AGREEMENT_UNKNOWN);
  }

  private static Route other(Event event, Map<String, Route> byLine) {
    Optional<LineKey> line = event.about();
    if (line.isEmpty()) {
      return new Route(null, null, "");
    }
    Route route = byLine.get(line.get().text());
    return route == null
        ? new Route(null, null, Problem.LINE_UNKNOWN.code())
        : new Route(route.agreement(), route.period(), late(event.stamp()));
  }

  private static String late(Stamp stamp) {
    return stamp.lateness().compareTo(Settle.ON_TIME) > 0 ? Problem.LATE.code() : "";
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

  private static List<Numbered> waitingFor(DSLContext tx, Set<String> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    return tx.selectFrom(EVENT)
        .where(
            DSL.condition("{0} = any({1})", EVENT.LINE, DSL.val(lines.toArray(String[]::new))),
            EVENT.PAYS.isFalse(),
            EVENT.AGREEMENT.isNull())
        .fetch(Inbox::numbered);
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

  private static Set<String> known(DSLContext tx, List<EventReading> readings) {
    List<String> sources = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (EventReading reading : readings) {
      String[] parts = key(reading).split(" ", -1);
      if (parts.length == 2) {
        sources.add(parts[0]);
        ids.add(parts[1]);
      }
    }
    Set<String> known = new HashSet<>();
    tx.resultQuery(
            "select e.source, e.id from settlement.event e join unnest(?::text[], ?::text[])"
                + " v(source, id) on e.source = v.source and e.id = v.id",
            sources.toArray(String[]::new),
            ids.toArray(String[]::new))
        .forEach(row -> known.add(row.get(0) + " " + row.get(1)));
    return known;
  }

  /** Source and id with a space, which neither has; empty if they could not be read. */
  private static String key(EventReading reading) {
    return switch (reading) {
      case EventReading.Bad bad -> bad.id().isEmpty() ? "" : bad.source() + " " + bad.id();
      case EventReading.Read(Event event) -> event.stamp().source() + " " + event.stamp().id();
    };
  }

  /** Keeps events in one statement; their places by their new numbers. */
  private static Map<Long, Integer> insert(
      DSLContext tx, Sender sender, Map<Integer, Event> fresh, List<byte[]> bodies) {
    Map<String, Integer> places = new HashMap<>();
    fresh.forEach((i, event) -> places.put(key(new EventReading.Read(event)), i));
    List<Event> events = List.copyOf(fresh.values());
    Map<Long, Integer> indexes = new TreeMap<>();
    tx.resultQuery(
            "insert into settlement.event (source, id, sender, happened_at, received_at, line,"
                + " pays, body, reason) select v.source, v.id, ?, v.happened_at, v.received_at,"
                + " v.line, v.pays, v.body, '' from unnest(?::text[], ?::text[],"
                + " ?::timestamptz[], ?::timestamptz[], ?::text[], ?::boolean[], ?::bytea[])"
                + " v(source, id, happened_at, received_at, line, pays, body)"
                + " returning number, source, id",
            sender.participant(),
            texts(events, event -> event.stamp().source()),
            texts(events, event -> event.stamp().id()),
            texts(events, event -> event.stamp().time().toString()),
            texts(events, event -> event.stamp().receivedAt().toString()),
            texts(events, event -> event.about().map(LineKey::text).orElse("")),
            events.stream().map(event -> event instanceof Event.LinePaid).toArray(Boolean[]::new),
            fresh.keySet().stream().map(bodies::get).toArray(byte[][]::new))
        .forEach(
            row ->
                indexes.put(
                    row.get(0, Long.class),
                    Objects.requireNonNull(places.get(row.get(1) + " " + row.get(2)))));
    return indexes;
  }

  private static String[] texts(List<Event> events, Function<Event, String> text) {
    return events.stream().map(text).toArray(String[]::new);
  }

  private static void reject(
      DSLContext tx, Sender sender, EventReading.Bad bad, byte[] body, Instant now) {
    tx.insertInto(REJECTED_EVENT)
        .set(REJECTED_EVENT.SENDER, sender.participant())
        .set(REJECTED_EVENT.ID, bad.id())
        .set(REJECTED_EVENT.RECEIVED_AT, now.atOffset(ZoneOffset.UTC))
        .set(REJECTED_EVENT.REASON, bad.reason())
        .set(REJECTED_EVENT.BODY, body)
        .execute();
  }

  private static Numbered numbered(EventRecord row) {
    return new Numbered(
        row.getNumber(), EventReader.accepted(row.getBody(), row.getReceivedAt().toInstant()));
  }
}
