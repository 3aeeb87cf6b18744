package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.dataset.RecordScope.ValueFilter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a record with the scope of a consent by what the dataset's schema says: a member of
 * {@code "format": "date"} is the date of its record, one with {@code "x-period": "month"} its
 * month. What cannot be shown to lie inside lies outside.
 */
final class ScopeCheck {
  private final JsonNode root;
  private final JsonNode properties;
  private final String dataset;
  private final RecordScope scope;

  ScopeCheck(ObjectNode schema, String dataset, RecordScope scope) {
    this.root = schema;
    this.properties = schema.path("properties");
    this.dataset = dataset;
    this.scope = scope;
  }

  /** Whether everything in these fields lies inside the scope. */
  boolean covers(ObjectNode fields) {
    for (var field : fields.properties()) {
      JsonNode schema = properties.path(field.getKey());
      if (!historiesInRange(schema, field.getValue())
          || !filtered(field.getKey(), field.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** The values that the schema enumerates for a field, or for a member of its list's elements. */
  static Set<String> enumerated(ObjectNode schema, String field) {
    int dot = field.indexOf('.');
    JsonNode named =
        Reference.follow(
            schema, schema.path("properties").path(dot < 0 ? field : field.substring(0, dot)));
    if (dot >= 0) {
      JsonNode items = Reference.follow(schema, named.path("items"));
      named = Reference.follow(schema, items.path("properties").path(field.substring(dot + 1)));
    }
    JsonNode values =
        named.has("enum")
            ? named.path("enum")
            : Reference.follow(schema, named.path("items")).path("enum");
    Set<String> texts = new LinkedHashSet<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  /**
   * Lists are histories, wherever they stand: each of their records must show its date, and each
   * date in them counts. What a record has within it is part of it; the rest is as of now.
   */
  private boolean historiesInRange(JsonNode schema, JsonNode value) {
    if (!scope.dated()) {
      return true;
    }
    JsonNode described = Reference.follow(root, schema);
    if (value.isArray()) {
      JsonNode items = Reference.follow(root, described.path("items"));
      for (JsonNode element : value) {
        if (element.isObject()
            ? !recordInRange(items, element)
            : !(elementInRange(items, element) && historiesInRange(items, element))) {
          return false;
        }
      }
      return true;
    }
    for (var member : value.properties()) {
      JsonNode named = described.path("properties").path(member.getKey());
      if (!historiesInRange(named, member.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean recordInRange(JsonNode items, JsonNode record) {
    boolean dated = false;
    for (var member : record.properties()) {
      JsonNode schema = Reference.follow(root, items.path("properties").path(member.getKey()));
      dated |= isDated(schema);
      if (!elementInRange(schema, member.getValue())) {
        return false;
      }
    }
    return dated;
  }

  /** Whether a single value, if it is a date, is one in the range. */
  private boolean elementInRange(JsonNode schema, JsonNode value) {
    return !isDated(schema) || inRange(value.asText(), isMonth(schema));
  }

  private static boolean isDated(JsonNode schema) {
    return schema.path("format").asText().equals("date") || isMonth(schema);
  }

  private static boolean isMonth(JsonNode schema) {
    return schema.path("x-period").asText().equals("month");
  }

  private boolean inRange(String text, boolean month) {
    try {
      LocalDate first = month ? YearMonth.parse(text).atDay(1) : LocalDate.parse(text);
      LocalDate last = month ? YearMonth.parse(text).atEndOfMonth() : first;
      return !before(first, scope.from()) && !before(scope.until(), last);
    } catch (DateTimeException notADate) {
      return false;
    }
  }

  private static boolean before(@Nullable LocalDate one, @Nullable LocalDate other) {
    return one != null && other != null && one.isBefore(other);
  }

  private boolean filtered(String name, JsonNode value) {
    for (ValueFilter filter : scope.of(dataset)) {
      int dot = filter.field().indexOf('.');
      String top = dot < 0 ? filter.field() : filter.field().substring(0, dot);
      if (top.equals(name) && !matches(filter, value, dot)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(ValueFilter filter, JsonNode value, int dot) {
    if (!value.isArray()) {
      return dot < 0 && isOneOf(filter, value);
    }
    for (JsonNode element : value) {
      if (dot < 0
          ? !isOneOf(filter, element)
          : !areAll(filter, element.path(filter.field().substring(dot + 1)))) {
        return false;
      }
    }
    return true;
  }

  /** Of a record that has several values none may be another. */
  private static boolean areAll(ValueFilter filter, JsonNode member) {
    return member.isArray()
        ? !member.isEmpty() && member.valueStream().allMatch(element -> isOneOf(filter, element))
        : isOneOf(filter, member);
  }

  private static boolean isOneOf(ValueFilter filter, JsonNode value) {
    return value.isValueNode() && filter.values().contains(value.asText());
  }
}
