package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.EVENT;
import static dev.hefu.settlement.jooq.Tables.REJECTED_EVENT;

import dev.hefu.settlement.event.Arrival;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.event.EventReading;
import dev.hefu.settlement.event.EventResult;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Sender;
import dev.hefu.settlement.event.WaitingEvent;
import dev.hefu.settlement.program.Problem;
import java.time.Instant;
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

/** Events as received, each told where it is settled or why it waits. */
final class Inbox {
  /** Any number that no one else locks in this database: "sett" in ASCII. */
  private static final long LOCK = 0x73657474L;

  private final Routing routing;

  Inbox(Routing routing) {
    this.routing = routing;
  }

  /**
   * Lets one writer at a time decide where events are settled, until its transaction ends: an event
   * never slips into a period that is being closed, nor past the payment it waits for.
   */
  static void lock(DSLContext tx) {
    tx.fetch("select pg_advisory_xact_lock(?)", LOCK);
  }

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
    List<KeptEvent> numbered = new ArrayList<>();
    indexes.forEach((number, i) -> numbered.add(new KeptEvent(number, readEvent(fresh, i))));
    routing
        .route(tx, numbered)
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

  /** Those of a sender and of some agreements. */
  List<WaitingEvent> waiting(
      DSLContext tx, String sender, List<Integer> agreements, long after, int limit) {
    return tx.selectFrom(EVENT)
        .where(
            EVENT.SENDER.eq(sender).or(EVENT.AGREEMENT.in(agreements)),
            EVENT.REASON.ne(""),
            EVENT.DISMISSED_AT.isNull(),
            EVENT.NUMBER.gt(after))
        .orderBy(EVENT.NUMBER)
        .limit(limit)
        .fetch(
            row ->
                new WaitingEvent(
                    row.getNumber(),
                    row.getSource(),
                    row.getId(),
                    row.getLine(),
                    row.getReceivedAt().toInstant(),
                    EventResult.Outcome.ACCEPTED,
                    row.getReason()));
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
                    "/participants/" + row.getSender(),
                    row.getId(),
                    "",
                    row.getReceivedAt().toInstant(),
                    EventResult.Outcome.REJECTED,
                    row.getReason()));
  }

  /** The events that one period of one agreement settles. */
  List<KeptEvent> of(DSLContext tx, int agreement, String period) {
    return tx.selectFrom(EVENT)
        .where(EVENT.AGREEMENT.eq(agreement), EVENT.PERIOD.eq(period), EVENT.DISMISSED_AT.isNull())
        .fetch(KeptEvent::of);
  }

  /** All events of one line that are settled, with their numbers. */
  List<KeptEvent> of(DSLContext tx, int agreement, LineKey line) {
    return tx.selectFrom(EVENT)
        .where(
            EVENT.AGREEMENT.eq(agreement), EVENT.LINE.eq(line.text()), EVENT.DISMISSED_AT.isNull())
        .fetch(KeptEvent::of);
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
}
