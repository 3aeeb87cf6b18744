package dev.hefu.schemas.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, in stable order.
 *
 * @param next cursor of the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** Checks the members. */
  public Page {
    items = List.copyOf(items);
  }
}
