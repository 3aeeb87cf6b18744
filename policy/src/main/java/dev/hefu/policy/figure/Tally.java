package dev.hefu.policy.figure;

import dev.hefu.schemas.dataset.Axis;
import dev.hefu.schemas.exchange.Figures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many persons are in which group, exactly: what nobody outside is told.
 *
 * <p>The limits of what may be asked and told stand here.
 *
 * @param axes one or two
 * @param counts by the values of the first, then of the second (of one, if there is none), of each
 *     last those who have no value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tally(List<Axis> axes, int[][] counts) {
  /** Numbers are told as multiples of this, the nearest: a change of one person rarely shows. */
  public static final int ROUNDING = 5;

  /** Fewest persons of a group that has a number; the rules may ask for more, never for fewer. */
  public static final int SMALLEST_GROUP = 20;

  /** What an analyst can still read, and what a person is lost in. */
  public static final int MAX_GROUPS = 256;

  /** How many groups a question has, those without a value included. */
  public static int groups(List<Axis> axes) {
    int groups = 1;
    for (Axis axis : axes) {
      groups *= axis.values().size() + 1;
    }
    return groups;
  }

  /**
   * Makes a table of what a provider told. Whoever is in none of the groups has no value: so the
   * groups are, together, all that were asked about.
   *
   * @param asked how many persons the provider was asked about
   */
  public static TallyReading read(List<Axis> axes, int asked, List<ToldCount> told) {
    int columns = axes.size() > 1 ? axes.getLast().values().size() + 1 : 1;
    int[][] counts = new int[axes.getFirst().values().size() + 1][columns];
    boolean[][] seen = new boolean[counts.length][columns];
    int strays = 0;
    long left = asked;
    for (ToldCount count : told) {
      int row = position(axes, count, 0);
      int column = axes.size() > 1 ? position(axes, count, 1) : 0;
      if (count.persons() < 0 || count.persons() > left) {
        return new TallyReading.Refused(
            count.persons() < 0
                ? "a group has fewer than no persons"
                : "the groups have more persons than were asked about");
      }
      if (count.values().size() != axes.size() || row < 0 || column < 0) {
        strays++;
        continue;
      }
      if (seen[row][column]) {
        return new TallyReading.Refused("a group stands twice");
      }
      seen[row][column] = true;
      counts[row][column] = (int) count.persons();
      left -= count.persons();
    }
    counts[counts.length - 1][columns - 1] += (int) left;
    return new TallyReading.Read(new Tally(axes, counts), strays);
  }

  /** Where a value stands on its axis, none being last; -1 if the schema does not list it. */
  private static int position(List<Axis> axes, ToldCount count, int axis) {
    if (count.values().size() != axes.size()) {
      return -1;
    }
    List<String> values = axes.get(axis).values();
    return count.values().get(axis).map(values::indexOf).orElse(values.size());
  }

  /** How many persons were counted. */
  public int persons() {
    int persons = 0;
    for (int row : Suppression.sums(counts)) {
      persons += row;
    }
    return persons;
  }

  /**
   * Fewest persons of a group that is told: so many that one with the smallest number may be of any
   * of five sizes.
   *
   * @param asked that the rules ask for
   */
  public static int smallestGroup(int asked) {
    return (Math.max(asked, SMALLEST_GROUP) + ROUNDING - 1) / ROUNDING * ROUNDING;
  }

  /** What may be told. */
  public Figures told(Question question) {
    int least = question.smallestGroup();
    List<Figures.Group> groups = new ArrayList<>();
    boolean[][] hidden = hidden(least);
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[0].length; j++) {
        groups.add(new Figures.Group(values(i, j), hidden[i][j] ? null : rounded(counts[i][j])));
      }
    }
    return new Figures(
        question.provider(),
        question.dataset().name(),
        question.dataset().version(),
        question.purpose(),
        question.by(),
        question.day(),
        rounded(persons()),
        least,
        ROUNDING,
        groups);
  }

  private boolean[][] hidden(int least) {
    if (axes.size() > 1) {
      return Suppression.ofTable(counts, least);
    }
    boolean[] line = Suppression.ofLine(Suppression.sums(counts), least);
    boolean[][] hidden = new boolean[line.length][1];
    for (int i = 0; i < line.length; i++) {
      hidden[i][0] = line[i];
    }
    return hidden;
  }

  private Map<String, String> values(int row, int column) {
    Map<String, String> values = new HashMap<>();
    put(values, axes.getFirst(), row);
    if (axes.size() > 1) {
      put(values, axes.getLast(), column);
    }
    return values;
  }

  private static void put(Map<String, String> values, Axis axis, int position) {
    if (position < axis.values().size()) {
      values.put(axis.name(), axis.values().get(position));
    }
  }

  static int rounded(int persons) {
    return (persons + ROUNDING / 2) / ROUNDING * ROUNDING;
  }
}
