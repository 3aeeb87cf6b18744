package dev.hefu.policy.input;

import dev.hefu.schemas.dataset.Cell;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision rests on, its time included.
 *
 * @param cells the dataset's cells
 * @param subjects how many persons the answer would describe
 * @param abroad whether the consumer would receive the data outside the provider's country
 * @param minor whether the person is known to be under 14
 */
public record DecisionInput(
    Instant now,
    Ask ask,
    Candidate candidate,
    List<Cell> cells,
    int subjects,
    boolean abroad,
    boolean minor) {
  /** Makes an unmodifiable copy of the cells. */
  public DecisionInput {
    cells = List.copyOf(cells);
  }

  /** What is asked about one person; at tier AGGREGATE that is fewer than any group allows. */
  public DecisionInput(
      Instant now, Ask ask, Candidate candidate, List<Cell> cells, boolean abroad, boolean minor) {
    this(now, ask, candidate, cells, 1, abroad, minor);
  }

  /** The form in which the rules read it, and in which it is kept. */
  public InputText text() {
    return InputText.of(InputJson.of(this));
  }
}
