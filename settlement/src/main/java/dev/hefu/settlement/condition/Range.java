package dev.hefu.settlement.condition;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a whole number can still be.
 *
 * @param except values within the bounds that it is not
 */
record Range(Bounds bounds, Set<BigInteger> except) {
  /** Copies. */
  Range {
    except = Set.copyOf(except);
  }

  /** With one more comparison; null if nothing is left. */
  @Nullable Range and(Test.Comparison comparison, BigInteger value) {
    BigInteger least = bounds.least();
    BigInteger most = bounds.most();
    Set<BigInteger> not = new HashSet<>(except);
    switch (comparison) {
      case EQUAL -> {
        least = least.max(value);
        most = most.min(value);
      }
      case NOT_EQUAL -> not.add(value);
      case LESS -> most = most.min(value.subtract(BigInteger.ONE));
      case AT_MOST -> most = most.min(value);
      case MORE -> least = least.max(value.add(BigInteger.ONE));
      case AT_LEAST -> least = least.max(value);
    }
    while (not.contains(least)) {
      least = least.add(BigInteger.ONE);
    }
    while (not.contains(most)) {
      most = most.subtract(BigInteger.ONE);
    }
    return least.compareTo(most) > 0 ? null : new Range(new Bounds(least, most), not);
  }
}
