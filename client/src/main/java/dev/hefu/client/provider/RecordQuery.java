package dev.hefu.client.provider;

import dev.hefu.schemas.dataset.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the gateway asks of a provider.
 *
 * @param subject the provider's own id of the person
 * @param consumer who the record is for
 * @param cells the cells that may be disclosed, by their plain names: the kit masks what is to be
 *     masked; others are wasted work
 * @param scope which records the consent covers; a cell that holds others is not passed on
 * @param askedAt when the gateway asked
 */
public record RecordQuery(
    UUID exchange,
    String consumer,
    String dataset,
    int version,
    String subject,
    List<String> cells,
    RecordScope scope,
    Instant askedAt) {
  /** Copies the cells. */
  public RecordQuery {
    cells = List.copyOf(cells);
  }
}
