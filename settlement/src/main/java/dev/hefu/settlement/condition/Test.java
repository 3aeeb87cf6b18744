package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Line;
import java.util.List;

/** A question about a line that is answered with yes or no. */
sealed interface Test {
  boolean holds(Line line);

  /** A truth as written. */
  record Constant(boolean value) implements Test {
    @Override
    public boolean holds(Line line) {
      return value;
    }
  }

  /** Compares two numbers. */
  record Compared(Comparison comparison, Amount left, Amount right) implements Test {
    @Override
    public boolean holds(Line line) {
      return comparison.admits(Long.compare(left.of(line), right.of(line)));
    }
  }

  /** Whether a text is one of some. */
  record OneOf(Text text, List<String> values) implements Test {
    /** Copies. */
    public OneOf {
      values = List.copyOf(values);
    }

    @Override
    public boolean holds(Line line) {
      return values.contains(text.of(line));
    }
  }

  /** Whether two texts stand in some relation. */
  record Related(Relation relation, Text text, Text part) implements Test {
    @Override
    public boolean holds(Line line) {
      return relation.holds(text.of(line), part.of(line));
    }
  }

  /** The opposite. */
  record Not(Test of) implements Test {
    @Override
    public boolean holds(Line line) {
      return !of.holds(line);
    }
  }

  /** Both, or at least one. */
  record Joined(boolean both, Test left, Test right) implements Test {
    @Override
    public boolean holds(Line line) {
      return both ? left.holds(line) && right.holds(line) : left.holds(line) || right.holds(line);
    }
  }

  /** One question or another. */
  record Chosen(Test test, Test then, Test otherwise) implements Test {
    @Override
    public boolean holds(Line line) {
      return test.holds(line) ? then.holds(line) : otherwise.holds(line);
    }
  }

  /** How numbers compare. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST;

    boolean admits(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }

    /** What holds where this does not. */
    Comparison opposite() {
      return switch (this) {
        case EQUAL -> NOT_EQUAL;
        case NOT_EQUAL -> EQUAL;
        case LESS -> AT_LEAST;
        case AT_MOST -> MORE;
        case MORE -> AT_MOST;
        case AT_LEAST -> LESS;
      };
    }

    /** The same with its sides exchanged. */
    Comparison mirrored() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> MORE;
        case AT_MOST -> AT_LEAST;
        case MORE -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }
  }

  /** How texts relate. */
  enum Relation {
    EQUAL,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS;

    boolean holds(String text, String part) {
      return switch (this) {
        case EQUAL -> text.equals(part);
        case STARTS_WITH -> text.startsWith(part);
        case ENDS_WITH -> text.endsWith(part);
        case CONTAINS -> text.contains(part);
      };
    }
  }
}
