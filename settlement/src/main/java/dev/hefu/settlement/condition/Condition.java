package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For which lines a term holds. It was proved when it was read that no line can make it fail, so
 * {@link #holds} answers for every line, the same each time, in at most as many steps as it has
 * nodes.
 */
public final class Condition {
  private final String text;
  private final Test test;

  Condition(String text, Test test) {
    this.text = text;
    this.test = test;
  }

  /** As the document has it. */
  public String text() {
    return text;
  }

  /** Whether it holds for a line. */
  public boolean holds(Line line) {
    return test.holds(line);
  }

  /** What it answers for every line, if that is one answer as far as it is decided. */
  public Optional<Boolean> always() {
    if (!Search.possible(Knowledge.none(), test, true)) {
      return Optional.of(false);
    }
    return Search.possible(Knowledge.none(), test, false) ? Optional.empty() : Optional.of(true);
  }

  /**
   * Whether some line can fulfil all of these and have, of each attribute named, one of its values.
   * What several numbers or texts would have to be at once is not looked at: then the answer is
   * yes.
   */
  public static boolean canHold(
      List<Condition> conditions, List<Map<Attribute, Set<String>>> selected) {
    Test all = new Test.Constant(true);
    for (Map<Attribute, Set<String>> each : selected) {
      for (Map.Entry<Attribute, Set<String>> entry : each.entrySet()) {
        List<String> values = List.copyOf(entry.getValue());
        Test has = new Test.OneOf(new Text.Known(entry.getKey()), values);
        all = new Test.Joined(true, all, has);
      }
    }
    for (Condition condition : conditions) {
      all = new Test.Joined(true, all, condition.test);
    }
    return Search.possible(Knowledge.none(), all, true);
  }

  /** In plain English, without a verb before it: {@code what was paid is at least 10000}. */
  public String english() {
    return new ConditionWords(false).of(test);
  }

  /** In plain Chinese. */
  public String chinese() {
    return new ConditionWords(true).of(test);
  }

  /** By its text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
