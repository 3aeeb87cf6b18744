package dev.hefu.schemas.revenue;

import org.jspecify.annotations.Nullable;

/**
 * What became of one event of a batch.
 *
 * @param index position in the batch, from 0
 * @param reason why it waits or was rejected; null if there is nothing to say
 * @param detail one sentence that names the member and the limit; null if there is nothing to say
 */
public record EventResult(
    int index, Outcome outcome, @Nullable String reason, @Nullable String detail) {
  /** Kept, known before, or not kept. */
  public enum Outcome {
    ACCEPTED,
    DUPLICATE,
    REJECTED
  }
}
