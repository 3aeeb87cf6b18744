package dev.hefu.policy.figure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever knows the rule and everything that is told, even the exact numbers behind the rounded
 * ones, and how many persons were counted, cannot exclude that a hidden group has as many persons
 * as a small group can have. Shown by trying every table there is of a size: a naive solver, none
 * of the rule's own code.
 */
final class SuppressionLawsTest {
  /** A rule: which groups of these counts are hidden. */
  private interface Rule extends BiFunction<int[][], Integer, boolean[][]> {}

  private static final Rule LINE =
      (counts, least) -> {
        boolean[] hidden = Suppression.ofLine(Suppression.sums(counts), least);
        boolean[][] table = new boolean[hidden.length][1];
        for (int i = 0; i < hidden.length; i++) {
          table[i][0] = hidden[i];
        }
        return table;
      };

  private static final Rule TABLE = Suppression::ofTable;

  /** Small groups are hidden and nothing else: what a careless table does. */
  private static final Rule NAIVE =
      (counts, least) -> {
        boolean[][] hidden = new boolean[counts.length][counts[0].length];
        for (int i = 0; i < counts.length; i++) {
          for (int j = 0; j < counts[0].length; j++) {
            hidden[i][j] = counts[i][j] < least;
          }
        }
        return hidden;
      };

  @ParameterizedTest
  @CsvSource({"2, 3, 12", "3, 3, 12", "4, 3, 12", "3, 5, 18", "2, 2, 9", "5, 2, 9"})
  void noHiddenGroupOfOneFieldIsTold(int values, int least, int most) {
    assertTrue(broken(LINE, values + 1, 1, least, most).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 12", "3, 3, 12", "4, 2, 9"})
  void controlWithoutTheCoverAGroupIsTold(int values, int least, int most) {
    assertFalse(broken(NAIVE, values + 1, 1, least, most).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 2, 8", "2, 2, 3, 9", "2, 3, 2, 6", "3, 2, 2, 6"})
  void noHiddenGroupOfTwoFieldsIsTold(int rows, int columns, int least, int most) {
    List<String> broken = broken(TABLE, rows + 1, columns + 1, least, most);
    assertTrue(broken.isEmpty(), () -> broken.size() + " " + broken.getFirst());
  }

  @Test
  void controlWithoutRowsAndColumnsAGroupOfTwoFieldsIsTold() {
    assertFalse(broken(NAIVE, 3, 3, 2, 8).isEmpty());
  }

  /** What is told of a table: the counts that are not hidden, and those of either field alone. */
  private static String told(Rule rule, int[][] counts, int least) {
    StringBuilder told = new StringBuilder(show(counts, rule.apply(counts, least)));
    if (counts[0].length > 1) {
      for (int[][] one : List.of(counts, Suppression.transposed(counts))) {
        int[] sums = Suppression.sums(one);
        boolean[] hidden = Suppression.ofLine(sums, least);
        for (int i = 0; i < sums.length; i++) {
          told.append(hidden[i] ? " ?" : " " + sums[i]);
        }
      }
    }
    return told.toString();
  }

  private static String show(int[][] counts, boolean[][] hidden) {
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[0].length; j++) {
        told.append(hidden[i][j] ? " ?" : " " + counts[i][j]);
      }
    }
    return told.append(';').toString();
  }

  /** The answers from which somebody could tell that a group is smaller than it might be. */
  private static List<String> broken(Rule rule, int rows, int columns, int least, int most) {
    List<String> broken = new ArrayList<>();
    for (int persons = least; persons <= most; persons++) {
      Map<String, int[][]> possible = new HashMap<>();
      Map<String, boolean[][]> hidden = new HashMap<>();
      for (int[][] counts : tables(rows, columns, persons)) {
        String told = told(rule, counts, least);
        hidden.putIfAbsent(told, rule.apply(counts, least));
        int[][] highest = possible.computeIfAbsent(told, none -> new int[rows][columns]);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            highest[i][j] = Math.max(highest[i][j], counts[i][j]);
          }
        }
      }
      for (var answer : possible.entrySet()) {
        boolean[][] unknown = Objects.requireNonNull(hidden.get(answer.getKey()));
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            boolean value = i < rows - 1 && (columns == 1 || j < columns - 1);
            if (value && unknown[i][j] && answer.getValue()[i][j] < least - 1) {
              broken.add(persons + ":" + answer.getKey() + " at " + i + "," + j);
            }
          }
        }
      }
    }
    return broken;
  }

  /** Every table of this size with so many persons. */
  private static List<int[][]> tables(int rows, int columns, int persons) {
    List<int[][]> tables = new ArrayList<>();
    fill(new int[rows * columns], 0, persons, columns, tables);
    return tables;
  }

  private static void fill(int[] flat, int from, int left, int columns, List<int[][]> tables) {
    if (from == flat.length - 1) {
      flat[from] = left;
      int[][] table = new int[flat.length / columns][];
      for (int i = 0; i < table.length; i++) {
        table[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
      }
      tables.add(table);
      return;
    }
    for (int here = 0; here <= left; here++) {
      flat[from] = here;
      fill(flat, from + 1, left - here, columns, tables);
    }
  }

  @Property
  void roundingMovesANumberByTwoAtMostAndNoneThatIsToldBelowTheLeast(
      @ForAll @IntRange(min = 0, max = 1_000_000) int persons) {
    int told = Tally.rounded(persons);
    assertTrue(Math.abs(told - persons) <= 2);
    assertTrue(told % Tally.ROUNDING == 0);
    assertTrue(persons < Tally.SMALLEST_GROUP || told >= Tally.SMALLEST_GROUP);
  }
}
