package dev.hefu.settlement.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes of a CloudEvent to an {@link Event}, by {@code docs/formats/events.md}. */
public final class EventReader {
  /** Largest event. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Clocks of two honest organisations differ by less. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final Pattern SOURCE =
      Pattern.compile("/participants/[a-z][a-z0-9-]{1,39}(/[A-Za-z0-9._:@-]{1,64}){0,4}");
  private static final Pattern VERSION = Pattern.compile("1\\.0");
  private static final Pattern JSON = Pattern.compile("application/json");

  private final String sender;
  private final ParticipantKind kind;

  /** For the events of one authenticated sender. */
  public EventReader(String sender, ParticipantKind kind) {
    this.sender = sender;
    this.kind = kind;
  }

  /**
   * Reads one event.
   *
   * @param received when it was received, for live events; null if the event carries it
   */
  public EventReading read(byte[] bytes, @Nullable Instant received) {
    if (bytes.length > MAX_BYTES) {
      return bad(
          "",
          "",
          "too-large",
          "The event has " + bytes.length + " bytes, not at most " + MAX_BYTES);
    }
    return switch (StrictJson.read(bytes, MAX_BYTES)) {
      case JsonReading.Refused refused -> bad("", "", "malformed", refused.detail());
      case JsonReading.Value(JsonNode node) -> envelope(node, received);
    };
  }

  /**
   * Reads an event that was accepted before.
   *
   * @throws IllegalStateException if it is not one
   */
  public static Event accepted(byte[] bytes, Instant received) {
    JsonNode node = StrictJson.trusted(bytes);
    Members members = new Members(node, "");
    Stamp stamp = stamp(members, received);
    Members data = members.object("data");
    Event event = EventType.read(members.text("type", Members.WORD), data, stamp);
    if (event == null || data.fault() != null) {
      throw new IllegalStateException("kept event does not read: " + data.fault());
    }
    return event;
  }

  private EventReading envelope(JsonNode node, @Nullable Instant received) {
    Members members = new Members(node, "");
    members.text("specversion", VERSION);
    members.optional("datacontenttype", JSON);
    members.skip("subject");
    Stamp stamp = stamp(members, received);
    String type = members.text("type", Members.WORD);
    Members data = members.object("data");
    String fault = members.fault();
    if (fault != null) {
      return bad("", "", "malformed", fault);
    }
    if (!stamp.sender().equals(sender)) {
      return bad(stamp, "source-not-sender", "The source is not /participants/" + sender + ".");
    }
    if (stamp.lateness().compareTo(CLOCK_SKEW.negated()) < 0) {
      return bad(stamp, "time-after-receipt", "The time is after its receipt.");
    }
    return data(type, data, stamp);
  }

  private EventReading data(String type, Members data, Stamp stamp) {
    Event event = EventType.read(type, data, stamp);
    if (event == null) {
      return bad(stamp, "type-unknown", "The type " + type + " is not in the table.");
    }
    String fault = data.fault();
    if (fault != null) {
      return bad(stamp, "malformed", fault);
    }
    if (!EventType.authoritative(event, sender, kind)) {
      return bad(
          stamp, "sender-not-authoritative", "A " + kind + " may not tell this of the line.");
    }
    return new EventReading.Read(event);
  }

  private static Stamp stamp(Members members, @Nullable Instant received) {
    String source = members.text("source", SOURCE);
    String id = members.text("id", Members.ID);
    Instant time = members.instant("time");
    Instant at = received;
    if (at == null) {
      at = members.instant("receivedat");
    }
    members.skip("receivedat");
    return new Stamp(time, at, source, id);
  }

  private static EventReading bad(Stamp stamp, String reason, String detail) {
    return bad(stamp.source(), stamp.id(), reason, detail);
  }

  private static EventReading bad(String source, String id, String reason, String detail) {
    return new EventReading.Bad(source, id, reason, detail);
  }
}
