package dev.hefu.schemas.dataset;

import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import java.util.List;
import java.util.Locale;

/**
 * The top-level fields of a record with equal category and classification: the unit that is
 * disclosed or omitted.
 *
 * @param name category and classification, such as {@code purchase.personal}; the same in every
 *     version of the dataset
 * @param fields at least one, in the order of the schema
 */
public record Cell(
    String name, Category category, Classification classification, List<String> fields) {
  /** Checks that the name is the one that category and classification give. */
  public Cell {
    fields = List.copyOf(fields);
    if (!name.equals(name(category, classification)) || fields.isEmpty()) {
      throw new IllegalArgumentException("not a cell: " + name + " with " + fields.size());
    }
  }

  /** The name of the cell of this category and classification. */
  public static String name(Category category, Classification classification) {
    return category.code() + "." + classification.name().toLowerCase(Locale.ROOT);
  }
}
