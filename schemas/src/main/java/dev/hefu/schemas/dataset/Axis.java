package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field by which persons may be counted: one value for each person, of a list that the schema
 * closes. A text that anybody may write, a list or an id is never one.
 *
 * @param name the field, or the field, {@code #} and the mask under which its values are listed
 * @param cell that the field belongs to
 * @param mask null if the values are counted as they are
 * @param values in the order of the schema, at least one
 */
public record Axis(String name, Cell cell, String field, @Nullable Mask mask, List<String> values) {
  /** What a person can still read as one column. */
  public static final int MAX_VALUES = 64;

  /** How a question names one. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z]\\w{0,63}(#[a-z0-9]{1,16})?");

  /** Where a schema closes the list of a field's masked values. */
  static final String MASKED_VALUES = "x-masked-values";

  /** Copies the values. */
  public Axis {
    values = List.copyOf(values);
  }

  /** The axis of this name; empty if the schema closes no such list. */
  static Optional<Axis> of(JsonNode schema, Iterable<Cell> cells, String name) {
    int mark = name.indexOf(Mask.MARK);
    String field = mark < 0 ? name : name.substring(0, mark);
    Optional<Mask> mask = mark < 0 ? Optional.empty() : Mask.of(name.substring(mark + 1));
    JsonNode property = schema.path("properties").path(field);
    JsonNode list =
        mark < 0
            ? property.path("enum")
            : property.path(MASKED_VALUES).path(mask.map(Mask::code).orElse(""));
    List<String> values = closed(list);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    for (Cell cell : cells) {
      if (cell.fields().contains(field)) {
        return Optional.of(new Axis(name, cell, field, mask.orElse(null), values));
      }
    }
    return Optional.empty();
  }

  /** Different texts, not too many; else none. */
  private static List<String> closed(JsonNode list) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : list) {
      if (!value.isTextual() || values.contains(value.textValue())) {
        return List.of();
      }
      values.add(value.textValue());
    }
    return values.size() <= MAX_VALUES ? values : List.of();
  }

  /**
   * What is wrong with a field's list of masked values; empty if nothing is. A field is counted in
   * one form only: what is hidden in one could be worked out from the other.
   */
  static Optional<String> fault(JsonNode property, List<Mask> masks) {
    if (property.path(MASKED_VALUES).size() > (property.has("enum") ? 0 : 1)) {
      return Optional.of("A field lists its values once: in an enum, or under one mask.");
    }
    for (var list : property.path(MASKED_VALUES).properties()) {
      Optional<Mask> mask = Mask.of(list.getKey()).filter(masks::contains);
      if (mask.isEmpty()) {
        return Optional.of(list.getKey() + " is no mask of the field.");
      }
      Set<String> values = new LinkedHashSet<>(closed(list.getValue()));
      if (values.isEmpty() || !values.stream().allMatch(mask.get()::fits)) {
        return Optional.of(
            "1 to " + MAX_VALUES + " different values in the form of " + mask.get().code() + ".");
      }
    }
    return Optional.empty();
  }
}
