package dev.hefu.schemas.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Shape;

/**
 * A dataset that the calling participant provides from now on.
 *
 * @param schema JSON Schema 2020-12 of a record
 */
public record DatasetPublication(String name, int version, ObjectNode schema) {
  /** Checks the members. */
  public DatasetPublication {
    Shape.dataset("name", name);
    Shape.version("version", version);
    schema = schema.deepCopy();
  }
}
