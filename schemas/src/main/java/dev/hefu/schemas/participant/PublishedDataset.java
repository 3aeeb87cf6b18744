package dev.hefu.schemas.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as published.
 *
 * @param cells what can be disclosed apart
 * @param evidence the leaf of its publication; null when read
 */
public record PublishedDataset(
    String provider,
    String name,
    int version,
    ObjectNode schema,
    List<Cell> cells,
    Instant publishedAt,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public PublishedDataset {
    cells = List.copyOf(cells);
  }
}
