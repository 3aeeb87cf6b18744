package dev.hefu.policy.decision;

import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import java.util.List;

/**
 * A cell of a dataset, as its registered schema describes it.
 *
 * @param masks the masks that the schema allows, in the order of preference
 */
public record Cell(
    String name, Category category, Classification classification, List<String> masks) {
  /** Makes an unmodifiable copy of the masks. */
  public Cell {
    masks = List.copyOf(masks);
  }
}
