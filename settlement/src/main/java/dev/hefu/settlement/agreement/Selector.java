package dev.hefu.settlement.agreement;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which lines are meant: for each attribute named, one of its values.
 *
 * @param values no entry has an empty set
 */
public record Selector(Map<Attribute, Set<String>> values) {
  /** Every line. */
  public static final Selector ALL = new Selector(Map.of());

  /** Copies. */
  public Selector {
    values = Map.copyOf(values);
  }

  /** Whether every attribute named has one of its values in the line. */
  public boolean selects(Line line) {
    if (values.isEmpty()) {
      return true;
    }
    for (Map.Entry<Attribute, Set<String>> entry : values.entrySet()) {
      String value = line.attribute(entry.getKey());
      if (value == null || !entry.getValue().contains(value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether some line could be meant by both. */
  public boolean overlaps(Selector other) {
    for (Map.Entry<Attribute, Set<String>> entry : values.entrySet()) {
      Set<String> theirs = other.values.get(entry.getKey());
      if (theirs != null && entry.getValue().stream().noneMatch(theirs::contains)) {
        return false;
      }
    }
    return true;
  }

  /** What both mean; only to be asked if they overlap. */
  public Selector and(Selector other) {
    Map<Attribute, Set<String>> both = new EnumMap<>(Attribute.class);
    both.putAll(values);
    other.values.forEach(
        (attribute, theirs) ->
            both.merge(
                attribute,
                theirs,
                (a, b) -> {
                  Set<String> common = new HashSet<>(a);
                  common.retainAll(b);
                  return common;
                }));
    return new Selector(both);
  }
}
