package dev.hefu.policy.decision;

import dev.hefu.schemas.dataset.Mask;
import org.jspecify.annotations.Nullable;

/**
 * A cell that may be released.
 *
 * @param name of the cell
 * @param mask the mask under which alone it may be released; null if as it is
 */
public record PermittedCell(String name, @Nullable Mask mask) {
  /** The name that it is released by: the cell's, or that of its variant. */
  public String released() {
    return mask == null ? name : mask.variant(name);
  }
}
