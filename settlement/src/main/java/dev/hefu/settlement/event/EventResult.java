package dev.hefu.settlement.event;

/**
 * What became of one event of a batch.
 *
 * @param index its place in the batch, from 0
 * @param reason empty, or a code of {@code docs/formats/events.md}: why it was rejected or waits
 * @param detail empty, or one sentence that names the member and the limit
 */
public record EventResult(int index, Outcome outcome, String reason, String detail) {
  /** The three outcomes of the format. */
  public enum Outcome {
    /** Kept; with a reason, it waits for its line, agreement or an approval. */
    ACCEPTED,
    /** The same source and id were kept before; nothing changed. */
    DUPLICATE,
    /** Kept for the record, never settled. */
    REJECTED
  }
}
