package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.SchemaDialect;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named, versioned kind of data that a provider offers: a JSON Schema 2020-12 of which every
 * top-level property says its category and classification. Safe for use by many threads.
 */
public final class Dataset {
  private final String name;
  private final int version;
  private final ObjectNode schema;
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final Set<Category> categories;
  private final Map<String, Schema> checks = new LinkedHashMap<>();

  Dataset(String name, int version, ObjectNode schema, List<Cell> cells) {
    this.name = name;
    this.version = version;
    this.schema = schema;
    this.categories = cells.stream().map(Cell::category).collect(Collectors.toUnmodifiableSet());
    SchemaRegistry registry = SchemaDialect.registry();
    for (Cell cell : cells) {
      this.cells.put(cell.name(), cell);
      compile(registry, cell.name(), only(cell));
      for (Mask mask : cell.masks()) {
        compile(registry, mask.variant(cell.name()), only(cell, mask));
      }
    }
  }

  private void compile(SchemaRegistry registry, String variant, ObjectNode part) {
    Schema check = registry.getSchema(part);
    check.initializeValidators();
    checks.put(variant, check);
  }

  /** Reads a schema as a dataset's. */
  public static DatasetReading of(String name, int version, ObjectNode schema) {
    return new DatasetReader(name, version, schema.deepCopy()).read();
  }

  /** A dataset that comes with this library, such as {@code purchase-history} 1; empty if none. */
  public static Optional<Dataset> builtIn(String name, int version) {
    String path = "/datasets/" + name + "/" + version + ".json";
    try (InputStream in = Dataset.class.getResourceAsStream(path)) {
      if (in == null) {
        return Optional.empty();
      }
      ObjectNode schema = (ObjectNode) StrictJson.trusted(in.readAllBytes());
      return switch (of(name, version, schema)) {
        case DatasetReading.Accepted(Dataset dataset) -> Optional.of(dataset);
        case DatasetReading.Refused(String pointer, String reason) ->
            throw new IllegalStateException(path + pointer + ": " + reason);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name, one among the datasets of its provider. */
  public String name() {
    return name;
  }

  /** Its version, from 1. */
  public int version() {
    return version;
  }

  /** A copy of the schema as published. */
  public ObjectNode schema() {
    return schema.deepCopy();
  }

  /** What can be disclosed apart, by category, then classification. */
  public List<Cell> cells() {
    return List.copyOf(cells.values());
  }

  /** What a person may have consented to of it. */
  public Set<Category> categories() {
    return categories;
  }

  /** The cell of this name; empty if the dataset has none. */
  public Optional<Cell> cell(String cell) {
    return Optional.ofNullable(cells.get(cell));
  }

  /** Whether there is such a cell, or such a variant of one as {@link Mask#variant} names. */
  public boolean hasVariant(String variant) {
    return checks.containsKey(variant);
  }

  /**
   * Rebuilds one cell from what the schema permits, and checks it.
   *
   * @param cell its name, or that of a variant, whose fields have the masked form
   * @throws IllegalArgumentException if the dataset has no such cell or variant
   */
  public CellCheck validateCell(String cell, ObjectNode fields) {
    Schema check = checks.get(cell);
    if (check == null) {
      throw new IllegalArgumentException(name + " " + version + " has no cell " + cell);
    }
    List<String> dropped = new ArrayList<>();
    ObjectNode known =
        (ObjectNode) new Pruning(schema, dropped).prune(check.getSchemaNode(), fields, "");
    List<String> faults =
        check.validate(known).stream()
            .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
            .toList();
    return new CellCheck(known, Collections.unmodifiableList(dropped), faults);
  }

  /** Whether everything in a cell's fields lies inside the scope of a consent. */
  public boolean covers(RecordScope scope, ObjectNode fields) {
    return new ScopeCheck(schema, name, scope).covers(fields);
  }

  /**
   * What of a provider's own fields lies inside the scope of a consent: of a list its elements that
   * do, and of other fields those that do.
   *
   * @return a copy, in which no list is empty
   */
  public ObjectNode covered(RecordScope scope, ObjectNode fields) {
    ObjectNode covered = fields.objectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      if (field.getValue() instanceof ArrayNode list) {
        ArrayNode inside = list.arrayNode();
        for (JsonNode element : list) {
          if (covers(scope, one(name, list.arrayNode().add(element)))) {
            inside.add(element);
          }
        }
        if (!inside.isEmpty()) {
          covered.set(name, inside);
        }
      } else if (covers(scope, one(name, field.getValue()))) {
        covered.set(name, field.getValue());
      }
    }
    return covered;
  }

  private ObjectNode one(String name, JsonNode value) {
    return schema.objectNode().set(name, value);
  }

  /**
   * How many records a cell's fields hold: the objects in its lists, such as a purchase, a visit, a
   * month of spending. What an object of a list has within it is part of that record.
   */
  public static int records(JsonNode fields) {
    int records = 0;
    for (JsonNode value : fields) {
      records += fields.isArray() && value.isObject() ? 1 : records(value);
    }
    return records;
  }

  /**
   * The values that the schema enumerates for a field, or for a member of a list's elements such as
   * {@code purchases.channel}; empty if it enumerates none.
   */
  public Set<String> enumerated(String field) {
    return ScopeCheck.enumerated(schema, field);
  }

  /** The field by which persons may be counted under this name; empty if there is none. */
  public Optional<Axis> axis(String by) {
    return Axis.of(schema, cells.values(), by);
  }

  /** The schema of one cell under a mask: its properties, each in the masked form. */
  private ObjectNode only(Cell cell, Mask mask) {
    ObjectNode part = frame();
    ObjectNode properties = part.putObject("properties");
    cell.fields().forEach(field -> properties.set(field, mask.schema()));
    return part;
  }

  private ObjectNode frame() {
    return schema.objectNode().put("type", "object").put("additionalProperties", false);
  }

  /** The schema of one cell: that of the record, with only its properties. */
  private ObjectNode only(Cell cell) {
    ObjectNode part = frame();
    JsonNode definitions = schema.path("$defs");
    if (!definitions.isMissingNode()) {
      part.set("$defs", definitions);
    }
    ObjectNode properties = part.putObject("properties");
    cell.fields().forEach(field -> properties.set(field, schema.at("/properties").get(field)));
    return part;
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
