package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Leaves out of a value what its schema does not name, on every level: a field that a provider
 * added unannounced is never passed on, and where a schema names no members, none are.
 */
final class Pruning {
  private final JsonNode root;
  private final List<String> dropped;

  Pruning(JsonNode root, List<String> dropped) {
    this.root = root;
    this.dropped = dropped;
  }

  /** A copy of the value without what the schema does not name. */
  JsonNode prune(JsonNode schema, JsonNode value, String pointer) {
    JsonNode resolved = Reference.follow(root, schema);
    if (value instanceof ObjectNode object) {
      return object(resolved.path("properties"), object, pointer);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode kept = array.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        kept.add(prune(resolved.path("items"), array.get(i), pointer + "/" + i));
      }
      return kept;
    }
    return value;
  }

  private ObjectNode object(JsonNode properties, ObjectNode object, String pointer) {
    ObjectNode kept = object.objectNode();
    object
        .properties()
        .forEach(
            member -> {
              String name = member.getKey();
              String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
              JsonNode schema = properties.path(name);
              if (schema.isMissingNode()) {
                dropped.add(place);
              } else {
                kept.set(name, prune(schema, member.getValue(), place));
              }
            });
    return kept;
  }
}
