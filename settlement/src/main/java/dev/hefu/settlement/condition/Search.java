package dev.hefu.settlement.condition;

import org.jspecify.annotations.Nullable;

/**
 * Looks for a line of which a test can be true. The test is taken apart into alternatives, each
 * some comparisons that must hold together; an alternative is dropped as soon as what it asks of
 * one number or one text cannot be. What is asked of several of them at once is not looked at, so a
 * line that is found possible may still not exist, but one that is not found does not.
 */
final class Search {
  /** A contract's condition has a handful of alternatives; one of more than this is let pass. */
  private static final int MAX_STEPS = 10_000;

  private int steps;

  /** A test, what it must answer, and what must be besides. */
  private record Goal(Test test, boolean wanted, @Nullable Goal next) {}

  private Search() {}

  /** False only if no line, as far as it is known already, gives the test this answer. */
  static boolean possible(Knowledge known, Test test, boolean wanted) {
    return new Search().possible(known, new Goal(test, wanted, null));
  }

  private boolean possible(Knowledge known, @Nullable Goal goal) {
    if (goal == null || ++steps > MAX_STEPS) {
      return true;
    }
    boolean wanted = goal.wanted;
    Goal next = goal.next;
    return switch (goal.test) {
      case Test.Constant(boolean value) -> value == wanted && possible(known, next);
      case Test.Not(Test of) -> possible(known, new Goal(of, !wanted, next));
      case Test.Joined(boolean both, Test left, Test right) ->
          both == wanted
              ? possible(known, new Goal(left, wanted, new Goal(right, wanted, next)))
              : possible(known, new Goal(left, wanted, next))
                  || possible(known, new Goal(right, wanted, next));
      case Test.Chosen(Test test, Test then, Test otherwise) ->
          possible(known, new Goal(test, true, new Goal(then, wanted, next)))
              || possible(known, new Goal(test, false, new Goal(otherwise, wanted, next)));
      case Test.Compared compared -> {
        Knowledge more = known.and(compared, wanted);
        yield more != null && possible(more, next);
      }
      case Test.OneOf one -> {
        Knowledge more = known.and(one, wanted);
        yield more != null && possible(more, next);
      }
      case Test.Related related -> {
        Knowledge more = known.and(related, wanted);
        yield more != null && possible(more, next);
      }
    };
  }
}
