package dev.hefu.settlement.condition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a text can still be.
 *
 * @param values those that it is one of; null if it can be any
 * @param facts what it is besides
 */
record Wording(@Nullable Set<String> values, List<Fact> facts) {
  /** Any text. */
  static final Wording ANY = new Wording(null, List.of());

  /** Copies. */
  Wording {
    values = values == null ? null : Set.copyOf(values);
    facts = List.copyOf(facts);
  }

  /** That it stands in a relation to a written text, or does not. */
  record Fact(Test.Relation relation, String part, boolean holds) {
    private boolean admits(String text) {
      return relation.holds(text, part) == holds;
    }

    /** Whether no text fulfils both. */
    private boolean excludes(Fact other) {
      if (holds && other.holds) {
        return relation == other.relation
            && switch (relation) {
              case STARTS_WITH -> !part.startsWith(other.part) && !other.part.startsWith(part);
              case ENDS_WITH -> !part.endsWith(other.part) && !other.part.endsWith(part);
              case EQUAL, CONTAINS -> false;
            };
      }
      return holds && !other.holds && implies(other.relation, other.part);
    }

    private boolean implies(Test.Relation that, String text) {
      return switch (that) {
        case EQUAL -> false;
        case STARTS_WITH -> relation == Test.Relation.STARTS_WITH && part.startsWith(text);
        case ENDS_WITH -> relation == Test.Relation.ENDS_WITH && part.endsWith(text);
        case CONTAINS -> part.contains(text);
      };
    }
  }

  /** One of some texts. */
  static Wording oneOf(Set<String> values) {
    return new Wording(values, List.of());
  }

  Wording within(Set<String> some) {
    Set<String> both = new HashSet<>(some);
    if (values != null) {
      both.retainAll(values);
    }
    return new Wording(both, facts);
  }

  Wording without(Set<String> some) {
    Wording without = this;
    for (String each : some) {
      without = without.and(Test.Relation.EQUAL, each, false);
    }
    return without;
  }

  Wording and(Test.Relation relation, String part, boolean holds) {
    if (relation == Test.Relation.EQUAL && holds) {
      return within(Set.of(part));
    }
    List<Fact> all = new ArrayList<>(facts);
    all.add(new Fact(relation, part, holds));
    return new Wording(values, all);
  }

  /** Whether some text is left. */
  boolean possible() {
    if (values != null) {
      return values.stream().anyMatch(value -> facts.stream().allMatch(fact -> fact.admits(value)));
    }
    // Every text contains the empty one; nothing else excludes a text by itself.
    return facts.stream()
        .noneMatch(
            fact ->
                (fact.relation != Test.Relation.EQUAL && fact.part.isEmpty() && !fact.holds)
                    || facts.stream().anyMatch(fact::excludes));
  }
}
