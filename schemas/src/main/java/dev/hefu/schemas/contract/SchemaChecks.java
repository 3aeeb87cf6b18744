package dev.hefu.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import dev.hefu.schemas.SchemaDialect;
import dev.hefu.schemas.message.Violation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of one OpenAPI document, each compiled once, with formats asserted. */
final class SchemaChecks {
  /** More faults than this help nobody to correct a request. */
  static final int MAX_VIOLATIONS = 20;

  private final SchemaRegistry registry = SchemaDialect.registry();
  private final JsonNode components;
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  SchemaChecks(JsonNode document) {
    this.components = document.required("components");
  }

  /** The compiled form of a schema of the document, with its references resolved there. */
  Schema compile(JsonNode schema) {
    return compiled.computeIfAbsent(schema, this::load);
  }

  private Schema load(JsonNode schema) {
    ObjectNode bundle = schema.deepCopy();
    bundle.set("components", components);
    Schema loaded = registry.getSchema(bundle);
    loaded.initializeValidators();
    return loaded;
  }

  /** The faults of a value, at most {@link #MAX_VIOLATIONS}; empty if it is valid. */
  static List<Violation> violations(Schema schema, JsonNode value) {
    List<Error> errors = schema.validate(value);
    if (errors.isEmpty()) {
      return List.of();
    }
    return errors.stream()
        .map(error -> new Violation(pointer(error), error.getMessage()))
        .distinct()
        .limit(MAX_VIOLATIONS)
        .toList();
  }

  private static String pointer(Error error) {
    return error.getInstanceLocation().toString();
  }
}
