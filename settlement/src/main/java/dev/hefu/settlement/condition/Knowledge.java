package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some comparisons leave open of a line: for each number and each text by itself, and for how
 * two numbers compare. Equal expressions are one number. Never changes.
 */
final class Knowledge {
  private static final Set<Integer> ORDERS = Set.of(-1, 0, 1);

  private final Map<Amount, Range> numbers;
  private final Map<Pair, Set<Integer>> orders;
  private final Map<Text, Wording> texts;

  /** Two numbers of which neither is written. */
  private record Pair(Amount left, Amount right) {}

  private Knowledge(
      Map<Amount, Range> numbers, Map<Pair, Set<Integer>> orders, Map<Text, Wording> texts) {
    this.numbers = numbers;
    this.orders = orders;
    this.texts = texts;
  }

  /** Of any line: it is of one of the kinds that there are. */
  static Knowledge none() {
    Text kind = new Text.Known(Attribute.KIND);
    return new Knowledge(Map.of(), Map.of(), Map.of(kind, Wording.oneOf(Line.KINDS)));
  }

  /** With the answer to a comparison; null if that cannot be. */
  @Nullable Knowledge and(Test.Compared compared, boolean wanted) {
    Test.Comparison comparison = wanted ? compared.comparison() : compared.comparison().opposite();
    if (compared.right() instanceof Amount.Constant(long value)) {
      return number(compared.left(), comparison, value);
    }
    return compared.left() instanceof Amount.Constant(long value)
        ? number(compared.right(), comparison.mirrored(), value)
        : pair(new Pair(compared.left(), compared.right()), comparison);
  }

  /** With the answer to whether a text is one of some; null if that cannot be. */
  @Nullable Knowledge and(Test.OneOf one, boolean wanted) {
    Set<String> values = Set.copyOf(one.values());
    if (one.text() instanceof Text.Constant(String value)) {
      return values.contains(value) == wanted ? this : null;
    }
    Wording wording = wording(one.text());
    return with(one.text(), wanted ? wording.within(values) : wording.without(values));
  }

  /** With the answer to how two texts relate; null if that cannot be. */
  @Nullable Knowledge and(Test.Related related, boolean wanted) {
    Text text = related.text();
    Text part = related.part();
    if (text instanceof Text.Constant(String a) && part instanceof Text.Constant(String b)) {
      return related.relation().holds(a, b) == wanted ? this : null;
    }
    if (part instanceof Text.Constant(String written)) {
      return with(text, wording(text).and(related.relation(), written, wanted));
    }
    return text instanceof Text.Constant(String written)
            && related.relation() == Test.Relation.EQUAL
        ? with(part, wording(part).and(Test.Relation.EQUAL, written, wanted))
        : this;
  }

  private @Nullable Knowledge number(Amount amount, Test.Comparison comparison, long value) {
    Range before = numbers.getOrDefault(amount, new Range(amount.bounds(), Set.of()));
    Range now = before.and(comparison, BigInteger.valueOf(value));
    if (now == null) {
      return null;
    }
    Map<Amount, Range> all = new HashMap<>(numbers);
    all.put(amount, now);
    return new Knowledge(all, orders, texts);
  }

  private @Nullable Knowledge pair(Pair pair, Test.Comparison comparison) {
    Pair turned = new Pair(pair.right, pair.left);
    if (!turned.equals(pair) && orders.containsKey(turned)) {
      return pair(turned, comparison.mirrored());
    }
    Set<Integer> left = new HashSet<>(orders.getOrDefault(pair, possible(pair)));
    left.removeIf(order -> !comparison.admits(order));
    if (left.isEmpty()) {
      return null;
    }
    Map<Pair, Set<Integer>> all = new HashMap<>(orders);
    all.put(pair, left);
    return new Knowledge(numbers, all, texts);
  }

  /** As the bounds of the two allow. */
  private static Set<Integer> possible(Pair pair) {
    if (pair.left.equals(pair.right)) {
      return Set.of(0);
    }
    Bounds left = pair.left.bounds();
    Bounds right = pair.right.bounds();
    Set<Integer> orders = new HashSet<>(ORDERS);
    int low = left.least().compareTo(right.most());
    int high = left.most().compareTo(right.least());
    if (low >= 0) {
      orders.remove(-1);
    }
    if (high <= 0) {
      orders.remove(1);
    }
    if (low > 0 || high < 0) {
      orders.remove(0);
    }
    return orders;
  }

  private Wording wording(Text text) {
    return texts.getOrDefault(text, Wording.ANY);
  }

  private @Nullable Knowledge with(Text text, Wording wording) {
    if (!wording.possible()) {
      return null;
    }
    Map<Text, Wording> all = new HashMap<>(texts);
    all.put(text, wording);
    return new Knowledge(numbers, orders, all);
  }
}
