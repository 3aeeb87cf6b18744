package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.hefu.settlement.proof.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** What breaks a schema, said for people: the member, its value and what it must be. */
final class SchemaWords {
  /** Longer values are shown by their beginning. */
  private static final int MAX_SHOWN = 60;

  private final JsonNode schema;

  SchemaWords(JsonNode schema) {
    this.schema = schema;
  }

  Fault fault(Error error, DocumentTree tree, JsonNode root) {
    String holder = String.valueOf(error.getInstanceLocation());
    String keyword = error.getKeyword();
    String property = error.getProperty();
    String at = property == null ? holder : holder + "/" + property;
    JsonNode rule = schema.at(keywordOf(error));
    JsonNode value = root.at(holder);
    String name = tree.member(at);
    return switch (keyword) {
      case "required" -> at(tree, holder, "member-missing", name + " is missing.");
      case "additionalProperties" ->
          at(tree, at, "member-unknown", name + " is no member here" + instead(error) + ".");
      case "type" ->
          at(tree, at, "wrong-type", is(name, value) + " must be " + type(rule.textValue()) + ".");
      case "enum" -> at(tree, at, "not-listed", is(name, value) + " must be " + list(rule) + ".");
      case "const" -> at(tree, at, "not-listed", is(name, value) + " must be " + show(rule) + ".");
      case "pattern" ->
          at(tree, at, "wrong-form", is(name, value) + " must be " + description(error) + ".");
      case "minimum" ->
          at(tree, at, "out-of-range", is(name, value) + " must be at least " + rule + ".");
      case "maximum" ->
          at(tree, at, "out-of-range", is(name, value) + " must be at most " + rule + ".");
      case "minItems" ->
          at(tree, at, "list-length", entries(name, value) + " must have at least " + rule + ".");
      case "maxItems" ->
          at(tree, at, "list-length", entries(name, value) + " must have at most " + rule + ".");
      case "uniqueItems" ->
          at(tree, at, "listed-twice", name + " lists " + repeated(value) + " twice.");
      case "minLength" -> at(tree, at, "text-length", name + " is an empty text.");
      case "maxLength" ->
          at(
              tree,
              at,
              "text-length",
              name + " has " + value.asText().length() + " letters, not at most " + rule + ".");
      default -> at(tree, at, "schema", name + " must be " + description(error) + ".");
    };
  }

  private static Fault at(DocumentTree tree, String pointer, String rule, String detail) {
    String where = pointer.isEmpty() ? "/" : tree.where(pointer);
    return new Fault(tree.line(pointer), where, rule, detail);
  }

  private static String is(String name, JsonNode value) {
    return name + " is " + show(value) + "; it";
  }

  private static String entries(String name, JsonNode list) {
    return name + " has " + list.size() + " entries; it";
  }

  private static String show(JsonNode value) {
    String text = value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static String type(String type) {
    return switch (type) {
      case "string" -> "a text (in quotes, where YAML would read a number or a boolean)";
      case "integer" -> "a whole number without quotes";
      case "array" -> "a list, such as [a, b]";
      case "object" -> "a mapping of members, such as {a: b}";
      default -> "of the type " + type;
    };
  }

  private static String list(JsonNode values) {
    StringJoiner joined = new StringJoiner(", ", "one of ", "");
    values.forEach(value -> joined.add(value.toString()));
    return joined.toString();
  }

  private static String repeated(JsonNode list) {
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode each : list) {
      if (!seen.add(each)) {
        return show(each);
      }
    }
    return "a value";
  }

  /** What was probably meant instead of an unknown member, or else all that there are. */
  private String instead(Error error) {
    List<String> known = new ArrayList<>();
    holder(error).path("properties").fieldNames().forEachRemaining(known::add);
    String unknown = String.valueOf(error.getProperty());
    Optional<String> near = Nearest.of(unknown, known);
    return near.map(word -> ": \"" + word + "\" is")
        .orElse("; there are " + String.join(", ", known));
  }

  /** What the schema says about the value that one of its keywords refuses. */
  private String description(Error error) {
    JsonNode said = holder(error).path("description");
    return said.isTextual() ? said.textValue() : "as its schema says: " + error.getMessage();
  }

  /** The part of the schema that has the keyword. */
  private JsonNode holder(Error error) {
    String keyword = keywordOf(error);
    return schema.at(keyword.substring(0, keyword.lastIndexOf('/')));
  }

  private static String keywordOf(Error error) {
    return String.valueOf(error.getSchemaLocation().getFragment());
  }
}
