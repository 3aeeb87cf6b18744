package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.event.Touch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What part of an amount each party's contacts earn, as the format page says it. */
final class NaiveContribution {
  private final Contribution rule;
  private final List<Touch> touches = new ArrayList<>();

  NaiveContribution(Contribution rule, List<Touch> told, List<String> parties) {
    this.rule = rule;
    List<Touch> ordered = new ArrayList<>(told);
    ordered.sort(
        (a, b) ->
            a.position() != b.position()
                ? Integer.compare(a.position(), b.position())
                : !a.before().equals(b.before())
                    ? b.before().compareTo(a.before())
                    : Integer.compare(parties.indexOf(a.party()), parties.indexOf(b.party())));
    for (Touch touch : ordered.subList(Math.max(0, ordered.size() - 16), ordered.size())) {
      if (rule.among().contains(touch.party())) {
        touches.add(touch);
      }
    }
  }

  /** Empty if no party had a contact. */
  Map<String, Frac> parts() {
    Map<String, Frac> parts = new HashMap<>();
    for (int i = 0; i < touches.size(); i++) {
      Frac part = part(i);
      parts.merge(touches.get(i).party(), part, Frac::plus);
    }
    return rule.unit() == 1_000_000 ? millionths(parts) : parts;
  }

  private Frac part(int i) {
    int n = touches.size();
    return switch (rule.model()) {
      case Contribution.Model.Plain plain ->
          switch (plain) {
            case FIRST -> Frac.of(i == 0 ? 1 : 0, 1);
            case LAST -> Frac.of(i == n - 1 ? 1 : 0, 1);
            case LINEAR -> Frac.of(1, n);
          };
      case Contribution.Model.Position(int first, int last) -> {
        Frac rest = Frac.of(100 - first - last, 100);
        Frac part = n > 2 ? Frac.ZERO : rest.times(Frac.of(1, n));
        part = i == 0 ? part.plus(Frac.of(first, 100)) : part;
        part = i == n - 1 ? part.plus(Frac.of(last, 100)) : part;
        yield n > 2 && i > 0 && i < n - 1 ? rest.times(Frac.of(1, n - 2)) : part;
      }
      case Contribution.Model.TimeDecay(int days) -> {
        long periods = touches.get(i).before().toSeconds() / (86_400L * days);
        yield Frac.of(1, 1L << periods);
      }
      case Contribution.Model.Shapley(List<Contribution.Worth> worth) ->
          shapley(worth, touches.get(i).party())
              .times(Frac.of(1, contacts(touches.get(i).party())));
    };
  }

  private long contacts(String party) {
    return touches.stream().filter(touch -> touch.party().equals(party)).count();
  }

  /** What a party adds on average over all orders in which parties may come. */
  private Frac shapley(List<Contribution.Worth> worth, String party) {
    Set<String> present = new LinkedHashSet<>();
    touches.forEach(touch -> present.add(touch.party()));
    if (worth.isEmpty()) {
      return Frac.of(1, present.size());
    }
    List<List<String>> orders = orders(new ArrayList<>(present));
    long added = 0;
    for (List<String> order : orders) {
      int at = order.indexOf(party);
      added += worth(worth, order.subList(0, at + 1)) - worth(worth, order.subList(0, at));
    }
    return Frac.of(added, orders.size());
  }

  private static long worth(List<Contribution.Worth> worth, List<String> parties) {
    long best = 0;
    for (Contribution.Worth each : worth) {
      best = new HashSet<>(parties).containsAll(each.parties()) ? Math.max(best, each.ppm()) : best;
    }
    return best;
  }

  private static List<List<String>> orders(List<String> parties) {
    if (parties.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> orders = new ArrayList<>();
    for (String last : parties) {
      List<String> others = new ArrayList<>(parties);
      others.remove(last);
      for (List<String> order : orders(others)) {
        List<String> longer = new ArrayList<>(order);
        longer.add(last);
        orders.add(longer);
      }
    }
    return orders;
  }

  /** Largest remainder of one million; ties to the party that stands in front in the term. */
  private Map<String, Frac> millionths(Map<String, Frac> weights) {
    Frac sum = weights.values().stream().reduce(Frac.ZERO, Frac::plus);
    Map<String, Frac> parts = new HashMap<>();
    if (sum.compareTo(Frac.ZERO) == 0) {
      return parts;
    }
    Map<String, Frac> exact = new HashMap<>();
    long missing = 1_000_000;
    for (Map.Entry<String, Frac> each : weights.entrySet()) {
      Frac inverse = new Frac(sum.d(), sum.n());
      Frac part = each.getValue().times(inverse).times(Frac.of(1_000_000, 1));
      exact.put(each.getKey(), part.fraction());
      parts.put(each.getKey(), Frac.of(part.floor(), 1));
      missing -= part.floor();
    }
    for (; missing > 0; missing--) {
      String best = "";
      for (String party : rule.among()) {
        Frac fraction = exact.get(party);
        Frac most = exact.get(best);
        if (fraction != null && (most == null || fraction.compareTo(most) > 0)) {
          best = party;
        }
      }
      parts.merge(best, Frac.of(1, 1), Frac::plus);
      exact.put(best, Frac.of(-1, 1));
    }
    parts.replaceAll((_, part) -> part.times(Frac.of(1, 1_000_000)));
    return parts;
  }
}
