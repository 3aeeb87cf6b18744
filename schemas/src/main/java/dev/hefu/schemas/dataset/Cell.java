package dev.hefu.schemas.dataset;

import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The top-level fields of a record with equal category, classification and masks: the unit that is
 * disclosed, masked or omitted.
 *
 * @param name category, classification and masks, such as {@code purchase.personal} or {@code
 *     contact.personal.last4}; the same in every version of the dataset
 * @param fields at least one, in the order of the schema
 * @param masks under any one of which it may be released in place of the plain fields, the one that
 *     tells most first; none if only as it is
 */
public record Cell(
    String name,
    Category category,
    Classification classification,
    List<String> fields,
    List<Mask> masks) {
  /** Checks that the name is the one that category, classification and masks give. */
  public Cell {
    fields = List.copyOf(fields);
    masks = List.copyOf(masks);
    if (!name.equals(name(category, classification, masks)) || fields.isEmpty()) {
      throw new IllegalArgumentException("not a cell: " + name + " with " + fields.size());
    }
  }

  /** The name of the cell of this category and classification, with these masks. */
  public static String name(Category category, Classification classification, List<Mask> masks) {
    String plain = category.code() + "." + classification.name().toLowerCase(Locale.ROOT);
    return masks.isEmpty()
        ? plain
        : plain + "." + masks.stream().map(Mask::code).collect(Collectors.joining("-"));
  }
}
