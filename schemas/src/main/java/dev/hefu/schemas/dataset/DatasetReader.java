package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a schema as that of a dataset, or says where it is not one. */
final class DatasetReader {
  /** More fields than this are several datasets. */
  static final int MAX_FIELDS = 256;

  /** As many as a request to a provider may name. */
  static final int MAX_CELLS = 32;

  /** Names that mean something else inside a signed record (RFC 9901). */
  private static final Set<String> RESERVED =
      Set.of("_sd", "...", "_sd_alg", "iss", "aud", "nonce", "iat", "exp", "nbf", "cnf", "sub");

  private static final Schema META =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

  private final String name;
  private final int version;
  private final ObjectNode schema;

  DatasetReader(String name, int version, ObjectNode schema) {
    this.name = Shape.dataset("name", name);
    this.version = Shape.version("version", version);
    this.schema = schema;
  }

  DatasetReading read() {
    Optional<DatasetReading.Refused> fault =
        new SchemaKeywords(schema).fault().or(this::notAnObject).or(this::notASchema);
    if (fault.isPresent()) {
      return fault.get();
    }
    Map<String, Cell> cells = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      DatasetReading.@Nullable Refused unclassed = add(field.getKey(), field.getValue(), cells);
      if (unclassed != null) {
        return unclassed;
      }
    }
    try {
      return new DatasetReading.Accepted(
          new Dataset(name, version, schema, cells.values().stream().sorted(ORDER).toList()));
    } catch (SchemaException e) {
      return refused("", "The schema cannot be compiled: " + e.getMessage());
    }
  }

  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::category)
          .thenComparing(Cell::classification)
          .thenComparing(Cell::name);

  private Optional<DatasetReading.Refused> notASchema() {
    return META.validate(schema.toString(), InputFormat.JSON).stream()
        .findFirst()
        .map(error -> refused(error.getInstanceLocation().toString(), error.getMessage()));
  }

  private Optional<DatasetReading.Refused> notAnObject() {
    JsonNode properties = schema.path("properties");
    if (!"object".equals(schema.path("type").textValue())) {
      return Optional.of(refused("/type", "A record is an object."));
    }
    if (!properties.isObject() || properties.isEmpty() || properties.size() > MAX_FIELDS) {
      return Optional.of(
          refused("/properties", "A record has 1 to " + MAX_FIELDS + " named fields."));
    }
    return Optional.empty();
  }

  private static DatasetReading.@Nullable Refused add(
      String field, JsonNode property, Map<String, Cell> cells) {
    String place = "/properties/" + escaped(field);
    if (RESERVED.contains(field)) {
      return refused(place, field + " is a name of the record's own frame.");
    }
    Optional<Category> category = Category.of(property.path("x-category").asText());
    if (category.isEmpty()) {
      return refused(place + "/x-category", "The field names no category.");
    }
    String word = property.path("x-classification").asText();
    Optional<Classification> classification =
        Arrays.stream(Classification.values()).filter(c -> c.name().equals(word)).findFirst();
    if (classification.isEmpty()) {
      return refused(place + "/x-classification", "The field names no classification.");
    }
    List<Mask> masks = new ArrayList<>();
    for (JsonNode code : property.path("x-masks")) {
      Optional<Mask> mask = Mask.of(code.asText());
      if (mask.isEmpty() || masks.contains(mask.get()) || !Mask.fits(property)) {
        return refused(
            place + "/x-masks",
            "A string or an integer names different masks of " + List.of(Mask.values()) + ".");
      }
      masks.add(mask.get());
    }
    Optional<String> open = Axis.fault(property, masks);
    if (open.isPresent()) {
      return refused(place + "/" + Axis.MASKED_VALUES, open.get());
    }
    String cell = Cell.name(category.get(), classification.get(), masks);
    List<String> fields = new ArrayList<>();
    if (cells.get(cell) instanceof Cell before) {
      fields.addAll(before.fields());
    }
    fields.add(field);
    cells.put(cell, new Cell(cell, category.get(), classification.get(), fields, masks));
    if (cells.size() > MAX_CELLS) {
      return refused(place, "A record has at most " + MAX_CELLS + " cells.");
    }
    return null;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static DatasetReading.Refused refused(String pointer, String reason) {
    return new DatasetReading.Refused(pointer, reason);
  }
}
