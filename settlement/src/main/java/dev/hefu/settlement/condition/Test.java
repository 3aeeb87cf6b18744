package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Line;
import java.util.List;
import java.util.Optional;

/** A question about a line that is answered with yes or no. */
sealed interface Test {
  boolean holds(Line line);

  /** The answer, if it is the same for every line as far as bounds tell. */
  Optional<Boolean> always();

  /** A truth as written. */
  record Constant(boolean value) implements Test {
    @Override
    public boolean holds(Line line) {
      return value;
    }

    @Override
    public Optional<Boolean> always() {
      return Optional.of(value);
    }
  }

  /** Compares two numbers. */
  record Compared(Comparison comparison, Amount left, Amount right) implements Test {
    @Override
    public boolean holds(Line line) {
      return comparison.admits(Long.compare(left.of(line), right.of(line)));
    }

    @Override
    public Optional<Boolean> always() {
      Bounds a = left.bounds();
      Bounds b = right.bounds();
      int low = a.least().compareTo(b.most());
      int high = a.most().compareTo(b.least());
      boolean less = low < 0;
      boolean more = high > 0;
      boolean same = low <= 0 && high >= 0;
      boolean may =
          (less && comparison.admits(-1))
              || (same && comparison.admits(0))
              || (more && comparison.admits(1));
      boolean mayNot =
          (less && !comparison.admits(-1))
              || (same && !comparison.admits(0))
              || (more && !comparison.admits(1));
      return may && mayNot ? Optional.empty() : Optional.of(may);
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

    @Override
    public Optional<Boolean> always() {
      return text instanceof Text.Constant(String value)
          ? Optional.of(values.contains(value))
          : Optional.empty();
    }
  }

  /** Whether two texts stand in some relation. */
  record Related(Relation relation, Text text, Text part) implements Test {
    @Override
    public boolean holds(Line line) {
      return relation.holds(text.of(line), part.of(line));
    }

    @Override
    public Optional<Boolean> always() {
      return text instanceof Text.Constant(String a) && part instanceof Text.Constant(String b)
          ? Optional.of(relation.holds(a, b))
          : Optional.empty();
    }
  }

  /** The opposite. */
  record Not(Test of) implements Test {
    @Override
    public boolean holds(Line line) {
      return !of.holds(line);
    }

    @Override
    public Optional<Boolean> always() {
      return of.always().map(truth -> !truth);
    }
  }

  /** Both, or at least one. */
  record Joined(boolean both, Test left, Test right) implements Test {
    @Override
    public boolean holds(Line line) {
      return both ? left.holds(line) && right.holds(line) : left.holds(line) || right.holds(line);
    }

    @Override
    public Optional<Boolean> always() {
      Optional<Boolean> a = left.always();
      Optional<Boolean> b = right.always();
      Optional<Boolean> decisive = Optional.of(!both);
      if (a.equals(decisive) || b.equals(decisive)) {
        return decisive;
      }
      return a.isPresent() && b.isPresent() ? Optional.of(both) : Optional.empty();
    }
  }

  /** One question or another. */
  record Chosen(Test test, Test then, Test otherwise) implements Test {
    @Override
    public boolean holds(Line line) {
      return test.holds(line) ? then.holds(line) : otherwise.holds(line);
    }

    @Override
    public Optional<Boolean> always() {
      Optional<Boolean> first = test.always();
      if (first.isPresent()) {
        return first.get() ? then.always() : otherwise.always();
      }
      return then.always().equals(otherwise.always()) ? then.always() : Optional.empty();
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
