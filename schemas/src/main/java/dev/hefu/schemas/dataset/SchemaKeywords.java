package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a dataset's schema to keywords under which each value has exactly one place in it. Only
 * then can a record be rebuilt from the schema, with nothing in it that the schema does not name;
 * and checking a record takes no longer than reading it, whoever wrote schema and record.
 */
final class SchemaKeywords {
  /** A pattern is matched against what a provider sends: long ones are refused unread. */
  private static final int MAX_PATTERN_CHARS = 256;

  /** Would let a schema depend on something outside itself. */
  private static final Set<String> OUTSIDE =
      Set.of("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary");

  /** Would describe one value in several places, in none, or as often as there are ways. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "dependentSchemas",
          "patternProperties",
          "propertyNames",
          "prefixItems",
          "contains",
          "unevaluatedProperties",
          "unevaluatedItems");

  /** Say something of a field of the record, and of nothing within it. */
  private static final Set<String> OF_FIELDS =
      Set.of("x-category", "x-classification", "x-masks", "x-masked-values");

  private static final Pattern REFERENCE = Pattern.compile("#/\\$defs/[A-Za-z0-9._-]{1,64}");

  private static final String PROPERTIES = "properties";
  private static final String DEFINITIONS = "$defs";

  private final JsonNode schema;

  SchemaKeywords(JsonNode schema) {
    this.schema = schema;
  }

  /** The first place that does not keep to them; empty if all do. */
  Optional<DatasetReading.Refused> fault() {
    return Optional.ofNullable(inside(schema, "", 0)).or(this::circle);
  }

  /**
   * @param depth 0 for the record, 1 for its fields, more for what is within
   */
  private DatasetReading.@Nullable Refused inside(JsonNode node, String place, int depth) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      DatasetReading.@Nullable Refused element = inside(node.get(i), place + "/" + i, depth);
      if (element != null) {
        return element;
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String keyword = member.getKey();
      String below = place + "/" + escaped(keyword);
      JsonNode value = member.getValue();
      DatasetReading.@Nullable Refused refused = keyword(keyword, value, below, depth);
      if (refused == null && (keyword.equals(PROPERTIES) || keyword.equals(DEFINITIONS))) {
        refused = each(value, below, keyword.equals(DEFINITIONS) ? 2 : depth + 1);
      } else if (refused == null && keyword.equals("items")) {
        refused = inside(value, below, depth + 1);
      }
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  private DatasetReading.@Nullable Refused each(JsonNode schemas, String place, int depth) {
    for (Map.Entry<String, JsonNode> one : schemas.properties()) {
      DatasetReading.@Nullable Refused refused =
          inside(one.getValue(), place + "/" + escaped(one.getKey()), depth);
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  private DatasetReading.@Nullable Refused keyword(
      String keyword, JsonNode value, String place, int depth) {
    String reason = null;
    if (OUTSIDE.contains(keyword)) {
      reason = keyword + " is not used in datasets.";
    } else if (AMBIGUOUS.contains(keyword)
        || (keyword.equals("additionalProperties") && !value.isBoolean())) {
      reason =
          keyword + " is not used in datasets: each value has one place, by properties and items.";
    } else if (keyword.equals("$ref") && !leadsInside(value)) {
      reason = "A $ref names one of the schema's $defs.";
    } else if (keyword.equals(DEFINITIONS) && depth > 0) {
      reason = "$defs stand beside the record's properties.";
    } else if (keyword.equals("pattern") && value.asText().length() > MAX_PATTERN_CHARS) {
      reason = "A pattern has at most " + MAX_PATTERN_CHARS + " characters.";
    } else if (OF_FIELDS.contains(keyword) && depth > 1) {
      reason = keyword + " stands at a field of the record; what is within goes with the field.";
    }
    return reason == null ? null : new DatasetReading.Refused(place, reason);
  }

  private boolean leadsInside(JsonNode reference) {
    String text = reference.asText();
    return REFERENCE.matcher(text).matches() && schema.at(text.substring(1)).isObject();
  }

  /** A definition that is nothing but another, and so on back to itself. */
  private Optional<DatasetReading.Refused> circle() {
    for (String name : schema.path(DEFINITIONS).propertyStream().map(Map.Entry::getKey).toList()) {
      JsonNode definition = schema.path(DEFINITIONS).path(name);
      if (Reference.follow(schema, definition).has("$ref")) {
        return Optional.of(
            new DatasetReading.Refused(
                "/$defs/" + escaped(name) + "/$ref", "The definition leads back to itself."));
      }
    }
    return Optional.empty();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
