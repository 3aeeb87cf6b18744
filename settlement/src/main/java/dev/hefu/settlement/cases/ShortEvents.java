package dev.hefu.settlement.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.event.EventReading;
import dev.hefu.settlement.event.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Events in short: the type is the name of a member and the line its value; what is left out has a
 * default. Each becomes a CloudEvent and is read as one.
 */
final class ShortEvents {
  private static final Instant FIRST = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration STEP = Duration.ofHours(1);
  private static final List<String> RUNNERS_OWN = List.of("period.closed", "time.passed");
  private static final List<String> CARRIERS = List.of("shipment.dispatched", "shipment.delivered");
  private static final String RUNNER = "hefu";
  private static final List<String> TIMES = List.of("at", "received", "approved");
  private static final List<String> KINDS =
      Stream.of(ParticipantKind.values()).map(Enum::name).toList();
  private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

  /** What the value of a type without a line says. */
  private static final Map<String, String> OF_NO_LINE =
      Map.of("indicator.reported", "indicator", "data.disclosed", "exchange");

  private static final List<String> ENVELOPE =
      List.of("id", "at", "received", "approved", "by", "as", "order", "owner");

  private final String owner;
  private final String currency;
  private Instant next = FIRST;
  private int count;

  /** Defaults of a case: who owns its orders, and their currency. */
  ShortEvents(String owner, String currency) {
    this.owner = owner;
    this.currency = currency;
  }

  /** What became of one short event. */
  sealed interface Reading {
    /** An event, perhaps one that is refused as the sender would be told. */
    record Read(CaseFile.Told told) implements Reading {}

    /** It is no short event at all. The detail is one sentence. */
    record Unreadable(String detail) implements Reading {}
  }

  Reading read(JsonNode node) {
    count++;
    List<String> types =
        node.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> name.contains("."))
            .toList();
    if (types.size() != 1) {
      return new Reading.Unreadable("An event has one type, not " + types + ".");
    }
    String type = types.getFirst();
    String id = node.path("id").asText("e" + count);
    boolean runners = RUNNERS_OWN.contains(type);
    Optional<String> fault = fault(node, type, runners);
    if (fault.isPresent()) {
      return new Reading.Unreadable(fault.get());
    }
    Instant at = time(node, "at").orElse(next);
    Instant received = time(node, "received").orElse(at);
    Optional<Instant> approved = time(node, "approved");
    next = at.plus(STEP);
    String by = runners ? RUNNER : node.path("by").asText(node.path("owner").asText(owner));
    Stamp stamp = new Stamp(at, received, "/participants/" + by, id);
    if (runners) {
      String period = node.path(type).asText();
      Event event =
          type.equals("period.closed")
              ? new Event.PeriodClosed(stamp, period)
              : new Event.TimePassed(stamp);
      return new Reading.Read(new CaseFile.Told.Good(id, event));
    }
    CaseFile.Told told = told(type, node, stamp);
    return new Reading.Read(approved.map(when -> approved(told, when)).orElse(told));
  }

  /** What makes it no short event; empty if nothing does. */
  private static Optional<String> fault(JsonNode node, String type, boolean runners) {
    for (String name : TIMES) {
      String text = node.path(name).asText();
      if (node.has(name) && !isTime(text)) {
        return Optional.of(
            name + " is " + text + ", no RFC 3339 time such as 2026-06-01T12:00:00Z.");
      }
    }
    if (node.has("as") && !KINDS.contains(node.path("as").asText())) {
      return Optional.of("as is " + node.path("as") + ", not one of " + KINDS + ".");
    }
    if (type.equals("period.closed") && !MONTH.matcher(node.path(type).asText()).matches()) {
      return Optional.of(type + " is " + node.path(type) + ", no period such as 2026-06.");
    }
    if (node.path(type).isContainerNode()) {
      return Optional.of(type + " is " + node.path(type) + ", not the name of a line.");
    }
    return runners
        ? node.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> !name.equals(type) && !name.equals("id") && !TIMES.contains(name))
            .findFirst()
            .map(name -> name + " is no member of " + type + ".")
        : Optional.empty();
  }

  private static boolean isTime(String text) {
    try {
      instant(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Optional<Instant> time(JsonNode node, String name) {
    return node.has(name) ? Optional.of(instant(node.path(name).asText())) : Optional.empty();
  }

  private static CaseFile.Told approved(CaseFile.Told told, Instant when) {
    return switch (told) {
      case CaseFile.Told.Refused refused -> refused;
      case CaseFile.Told.Good(String id, Event event) -> {
        Stamp stamp = new Stamp(when, when, "/participants/" + RUNNER, "approved-" + id);
        yield new CaseFile.Told.Good(id, new Event.Approved(stamp, event));
      }
    };
  }

  private CaseFile.Told told(String type, JsonNode node, Stamp stamp) {
    ParticipantKind kind =
        node.has("as")
            ? ParticipantKind.valueOf(node.path("as").textValue())
            : CARRIERS.contains(type) ? ParticipantKind.CARRIER : ParticipantKind.PLATFORM;
    byte[] bytes = cloudEvent(type, node, stamp).toString().getBytes(StandardCharsets.UTF_8);
    return switch (new EventReader(stamp.sender(), kind).read(bytes, null)) {
      case EventReading.Read(Event event) -> new CaseFile.Told.Good(stamp.id(), event);
      case EventReading.Bad bad ->
          new CaseFile.Told.Refused(stamp.id(), bad.reason(), bad.detail());
    };
  }

  private ObjectNode cloudEvent(String type, JsonNode node, Stamp stamp) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0").put("type", type).put("id", stamp.id());
    event.put("source", stamp.source()).put("time", stamp.time().toString());
    event.put("receivedat", stamp.receivedAt().toString());
    ObjectNode data = event.putObject("data");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      if (!name.equals(type) && !ENVELOPE.contains(name)) {
        data.set(name, member.getValue());
      }
    }
    String instead = OF_NO_LINE.get(type);
    if (instead != null) {
      data.put(instead, node.path(type).asText());
      return event;
    }
    data.putObject("order")
        .put("owner", node.path("owner").asText(owner))
        .put("id", node.path("order").asText("o-1"));
    data.put("line", node.path(type).asText());
    if (type.equals("order.line.paid")) {
      if (!node.has("currency")) {
        data.put("currency", currency);
      }
      if (!node.has("quantity")) {
        data.put("quantity", 1);
      }
    }
    return event;
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
