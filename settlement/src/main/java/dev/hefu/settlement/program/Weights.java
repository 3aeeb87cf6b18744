package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.apportion.Shapley;
import dev.hefu.settlement.event.Touch;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** How the contacts before a payment weigh, per party of a term; all weights sum to its unit. */
public final class Weights {
  /** So many halvings leave nothing of a contact. */
  private static final int MAX_HALVINGS = 60;

  /** Equal parts of so many contacts are exact. */
  private static final int MAX_TOUCHES = 16;

  private static final long HUNDRED = 100;

  private Weights() {}

  /** The contacts that count, in order of position, time and rank: the last 16. */
  public static List<Touch> counted(Program program, List<Touch> told) {
    List<Touch> ordered = new ArrayList<>(told);
    ordered.sort(
        Comparator.comparingInt(Touch::position)
            .thenComparing(Touch::before, Comparator.reverseOrder())
            .thenComparingInt(touch -> program.rankOf(touch.party())));
    return List.copyOf(ordered.subList(Math.max(0, ordered.size() - MAX_TOUCHES), ordered.size()));
  }

  /**
   * Per party of {@code among}; all 0 if none of them had a contact.
   *
   * @param touches in order
   */
  public static long[] of(Contribution rule, List<Touch> touches) {
    List<Touch> counted =
        touches.stream().filter(each -> rule.among().contains(each.party())).toList();
    long[] weights = new long[rule.among().size()];
    if (counted.isEmpty()) {
      return weights;
    }
    return switch (rule.model()) {
      case Contribution.Model.Plain plain -> {
        switch (plain) {
          case FIRST -> add(rule, weights, counted.getFirst(), 1);
          case LAST -> add(rule, weights, counted.getLast(), 1);
          case LINEAR -> {
            for (Touch touch : counted) {
              add(rule, weights, touch, rule.unit() / counted.size());
            }
          }
        }
        yield weights;
      }
      case Contribution.Model.Position(int first, int last) ->
          position(rule, counted, first, last, weights);
      case Contribution.Model.TimeDecay(int days) -> decay(rule, counted, days);
      case Contribution.Model.Shapley(List<Contribution.Worth> worth) ->
          worth.isEmpty() ? together(rule, counted, weights) : shapley(rule, counted, worth);
    };
  }

  private static long[] position(
      Contribution rule, List<Touch> counted, int first, int last, long[] weights) {
    long hundredth = rule.unit() / HUNDRED;
    long rest = rule.unit() - (first + last) * hundredth;
    int between = counted.size() - 2;
    for (int i = 0; i < counted.size(); i++) {
      long weight = between > 0 && i > 0 && i <= between ? rest / between : 0;
      weight += i == 0 ? first * hundredth : 0;
      weight += i == counted.size() - 1 ? last * hundredth : 0;
      add(rule, weights, counted.get(i), weight);
    }
    if (between <= 0) {
      add(rule, weights, counted.getFirst(), rest / 2);
      add(rule, weights, counted.getLast(), rest / 2);
    }
    return weights;
  }

  private static long[] decay(Contribution rule, List<Touch> counted, int days) {
    BigInteger[] weights = zeros(rule.among().size());
    long least = Long.MAX_VALUE;
    for (Touch touch : counted) {
      least = Math.min(least, periods(touch, days));
    }
    for (Touch touch : counted) {
      long halvings = periods(touch, days) - least;
      if (halvings <= MAX_HALVINGS) {
        int party = rule.among().indexOf(touch.party());
        weights[party] =
            weights[party].add(BigInteger.ONE.shiftLeft(MAX_HALVINGS - (int) halvings));
      }
    }
    return parts(weights, rule.unit());
  }

  private static long periods(Touch touch, int days) {
    return touch.before().dividedBy(Duration.ofDays(days));
  }

  /** The value needs everyone: everyone's value is the same. */
  private static long[] together(Contribution rule, List<Touch> counted, long[] weights) {
    List<String> present = counted.stream().map(Touch::party).distinct().toList();
    for (String party : present) {
      weights[rule.among().indexOf(party)] = rule.unit() / present.size();
    }
    return weights;
  }

  private static long[] shapley(
      Contribution rule, List<Touch> counted, List<Contribution.Worth> worth) {
    List<String> present =
        rule.among().stream()
            .filter(party -> counted.stream().anyMatch(touch -> touch.party().equals(party)))
            .toList();
    BigInteger[] values =
        Shapley.timesFactorial(
            present.size(),
            set ->
                worth.stream()
                    .filter(each -> each.parties().stream().allMatch(has(present, set)))
                    .mapToLong(Contribution.Worth::ppm)
                    .max()
                    .orElse(0));
    BigInteger[] weights = zeros(rule.among().size());
    for (int i = 0; i < values.length; i++) {
      weights[rule.among().indexOf(present.get(i))] = values[i];
    }
    return parts(weights, rule.unit());
  }

  private static Predicate<String> has(List<String> present, int set) {
    return party -> {
      int player = present.indexOf(party);
      return player >= 0 && (set >> player & 1) == 1;
    };
  }

  /** Weights of any size as parts of a unit, by largest remainder; ties to the one in front. */
  public static long[] parts(BigInteger[] weights, long unit) {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger each : weights) {
      sum = sum.add(each);
    }
    long[] parts = new long[weights.length];
    if (sum.signum() == 0) {
      return parts;
    }
    BigInteger[] rest = new BigInteger[weights.length];
    long missing = unit;
    for (int i = 0; i < parts.length; i++) {
      BigInteger[] part = weights[i].multiply(BigInteger.valueOf(unit)).divideAndRemainder(sum);
      parts[i] = part[0].longValueExact();
      rest[i] = part[1];
      missing -= parts[i];
    }
    for (; missing > 0; missing--) {
      int best = 0;
      for (int i = 1; i < parts.length; i++) {
        best = rest[i].compareTo(rest[best]) > 0 ? i : best;
      }
      parts[best]++;
      rest[best] = BigInteger.ONE.negate();
    }
    return parts;
  }

  private static BigInteger[] zeros(int count) {
    BigInteger[] zeros = new BigInteger[count];
    Arrays.fill(zeros, BigInteger.ZERO);
    return zeros;
  }

  private static void add(Contribution rule, long[] weights, Touch touch, long weight) {
    weights[rule.among().indexOf(touch.party())] += weight;
  }
}
