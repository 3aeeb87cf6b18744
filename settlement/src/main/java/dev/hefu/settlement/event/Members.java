package dev.hefu.settlement.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object and remembers the first fault; after a fault, what it
 * returns is a placeholder that the caller must not use.
 */
final class Members {
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");
  static final Pattern PARTICIPANT = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:@ -]{1,64}");

  private final JsonNode object;
  private final String path;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String fault;

  Members(JsonNode object, String path) {
    this.object = object;
    this.path = path;
    if (!object.isObject()) {
      fail("", "is not an object");
    }
  }

  /** The first fault as a sentence, or null; unknown members are one. */
  @Nullable String fault() {
    if (fault == null) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!seen.contains(name)) {
                  fail(name, "is not a member of this type");
                }
              });
    }
    return fault;
  }

  boolean has(String name) {
    return object.has(name);
  }

  void skip(String name) {
    seen.add(name);
  }

  void fail(String name, String what) {
    if (fault == null) {
      fault = (path + "/" + name + " " + what + ".").strip();
    }
  }

  /** Takes over the fault of an inner object. */
  void include(Members inner) {
    String other = inner.fault();
    if (fault == null && other != null) {
      fault = other;
    }
  }

  JsonNode node(String name) {
    seen.add(name);
    return object.path(name);
  }

  Members object(String name) {
    return new Members(node(name), path + "/" + name);
  }

  String text(String name, Pattern pattern) {
    JsonNode node = node(name);
    if (!node.isTextual() || !pattern.matcher(node.textValue()).matches()) {
      fail(name, "must be a text of the form " + pattern);
      return "";
    }
    return node.textValue();
  }

  String optional(String name, Pattern pattern) {
    return has(name) ? text(name, pattern) : "";
  }

  long integer(String name, long min, long max) {
    JsonNode node = node(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      fail(name, "must be an integer");
      return min;
    }
    long value = node.longValue();
    if (value < min || value > max) {
      fail(name, "is " + value + ", not from " + min + " to " + max);
      return min;
    }
    return value;
  }

  long optional(String name, long min, long max) {
    return has(name) ? integer(name, min, max) : 0;
  }

  Instant instant(String name) {
    JsonNode node = node(name);
    if (node.isTextual()) {
      try {
        Instant instant = OffsetDateTime.parse(node.textValue()).toInstant();
        if (instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
          return instant;
        }
      } catch (DateTimeParseException e) {
        // Falls through to the fault, which is the same for every unreadable time.
      }
    }
    fail(name, "must be an RFC 3339 time with at most microseconds");
    return Instant.EPOCH;
  }

  @Nullable Instant optionalInstant(String name) {
    return has(name) ? instant(name) : null;
  }
}
