package dev.hefu.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import dev.hefu.schemas.message.Violation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the contract says of the parameters of one operation's path and query. */
final class ParameterChecks {
  /** A whole number that fits a {@code long}. */
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

  private final Map<String, Check> checks = new HashMap<>();

  /**
   * The schema of one parameter.
   *
   * @param integer whether its text is to be read as a whole number
   */
  private record Check(Schema schema, boolean integer) {}

  ParameterChecks(SchemaChecks schemas, JsonNode document, JsonNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      String in = parameter.path("in").asText();
      if (in.equals("path") || in.equals("query")) {
        JsonNode schema = parameter.required("schema");
        JsonNode reference = schema.path("$ref");
        JsonNode type =
            (reference.isTextual() ? document.at(reference.textValue().substring(1)) : schema)
                .path("type");
        checks.put(
            parameter.required("name").textValue(),
            new Check(schemas.compile(schema), type.asText().equals("integer")));
      }
    }
  }

  /** What is wrong with a value; empty if nothing is, or the operation has no such parameter. */
  Optional<String> fault(String name, String value) {
    Check check = checks.get(name);
    if (check == null) {
      return Optional.empty();
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode read =
        check.integer() && INTEGER.matcher(value).matches()
            ? json.numberNode(Long.parseLong(value))
            : json.textNode(value);
    return SchemaChecks.violations(check.schema(), read).stream()
        .map(Violation::message)
        .findFirst();
  }
}
