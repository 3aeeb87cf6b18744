package dev.hefu.settlement.agreement;

import dev.hefu.settlement.condition.Condition;
import dev.hefu.settlement.event.Line;
import java.util.Optional;

/**
 * One rule of an agreement with its conditions.
 *
 * @param only lines it holds for
 * @param when further narrows the lines it holds for
 * @param keep whether its shares stay when the line is refunded
 * @param borneBy who gives back in its place; empty for the remaining party
 * @param sourceLine from 1 in the document as given; 0 if unknown
 */
public record Term(
    String id,
    Rule rule,
    Selector only,
    Optional<Condition> when,
    boolean keep,
    Optional<PartyRef> borneBy,
    int sourceLine) {
  /** Whether it holds for a line. */
  public boolean applies(Line line) {
    return only.selects(line) && (when.isEmpty() || when.get().holds(line));
  }

  /** Whether there are lines for which it may not hold. */
  public boolean conditional() {
    return !only.values().isEmpty() || when.isPresent();
  }
}
