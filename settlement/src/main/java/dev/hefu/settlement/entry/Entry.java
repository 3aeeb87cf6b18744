package dev.hefu.settlement.entry;

import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * What one event caused: postings that sum to zero.
 *
 * @param line empty for entries of a period
 */
public record Entry(Stamp event, Optional<LineKey> line, Cause cause, List<Posting> postings) {
  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the postings do not sum to zero
   */
  public Entry {
    postings = List.copyOf(postings);
    long sum = 0;
    for (Posting posting : postings) {
      sum = Math.addExact(sum, posting.amountMinor());
    }
    if (sum != 0) {
      throw new IllegalArgumentException(cause + " entry of " + event.id() + " is off by " + sum);
    }
  }
}
