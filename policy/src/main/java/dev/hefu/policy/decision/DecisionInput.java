package dev.hefu.policy.decision;

import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision rests on, its time included.
 *
 * @param cells the dataset's cells
 * @param abroad whether the consumer would receive the data outside the country
 * @param minor whether the person is known to be under 14
 */
public record DecisionInput(
    Instant now, Ask ask, Candidate candidate, List<Cell> cells, boolean abroad, boolean minor) {
  /** Makes an unmodifiable copy of the cells. */
  public DecisionInput {
    cells = List.copyOf(cells);
  }
}
