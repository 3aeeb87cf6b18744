package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a schema's {@code $ref} leads. */
final class Reference {
  /** Definitions that are nothing but each other's names; no schema needs more in a row. */
  private static final int MAX_STEPS = 32;

  private Reference() {}

  /** The schema itself, or the one that its reference leads to, over others if need be. */
  static JsonNode follow(JsonNode root, JsonNode schema) {
    JsonNode found = schema;
    for (int i = 0; i < MAX_STEPS && found.path("$ref").isTextual(); i++) {
      found = root.at(found.path("$ref").textValue().substring(1));
    }
    return found;
  }
}
