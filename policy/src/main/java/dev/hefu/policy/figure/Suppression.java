package dev.hefu.policy.figure;

/**
 * Which groups nothing is told of. Pure; docs/formats/figures.md says why it is so.
 *
 * <p>A group of fewer than {@code least} persons is hidden, nobody at all being as few as anybody.
 * Further groups are hidden so that whoever knows the rule, how many persons were counted, and
 * every number that is told, of this question and of those about its fields alone, cannot exclude
 * that a hidden group has {@code least - 1} persons. The group of those who have no value stands
 * last; as long as nobody is in it, it needs no protection, and is hidden without more.
 */
final class Suppression {
  private Suppression() {}

  /**
   * Of one field.
   *
   * @param counts by value, and last of those who have none; in sum at least {@code least}
   */
  static boolean[] ofLine(int[] counts, int least) {
    int last = counts.length - 1;
    boolean[] hidden = new boolean[counts.length];
    int groups = 0;
    int persons = 0;
    for (int i = 0; i <= last; i++) {
      hidden[i] = counts[i] < least && isGroup(counts, i);
      groups += hidden[i] ? 1 : 0;
      persons += hidden[i] ? counts[i] : 0;
    }
    if (groups > 0 && (groups == 1 || persons < least)) {
      int cover = cover(hidden, counts);
      if (cover >= 0) {
        hidden[cover] = true;
      }
    }
    hidden[last] |= counts[last] == 0;
    return hidden;
  }

  private static boolean isGroup(int[] counts, int group) {
    return group < counts.length - 1 || counts[group] > 0;
  }

  /**
   * What is hidden for another's sake: the next value in the schema's order, whatever its number,
   * so that the choice tells nothing of the numbers; those without a value only if nothing else is
   * left; -1 if there is nothing.
   */
  private static int cover(boolean[] hidden, int[] counts) {
    int last = counts.length - 1;
    int next = next(hidden, last);
    return next < 0 && !hidden[last] && counts[last] > 0 ? last : next;
  }

  /** The next below {@code end} that is not marked, going round from the first that is. */
  static int next(boolean[] marked, int end) {
    int first = 0;
    while (first < end && !marked[first]) {
      first++;
    }
    for (int step = 0; step < end; step++) {
      int next = (first + step) % end;
      if (!marked[next]) {
        return next;
      }
    }
    return -1;
  }

  /**
   * Of two fields: the rows and the columns that hold a small group are hidden where they cross,
   * and grow until nothing can be worked out.
   *
   * @param counts by the first field, then by the second, of each last those who have no value
   */
  static boolean[][] ofTable(int[][] counts, int least) {
    Side rows = new Side(sums(counts), least);
    Side columns = new Side(sums(transposed(counts)), least);
    if (rows.groups() > 1 && columns.groups() > 1) {
      mark(counts, least, rows, columns);
      while (grow(counts, least, rows, columns)
          || grow(transposed(counts), least, columns, rows)) {}
    }
    boolean[][] hidden = new boolean[counts.length][counts[0].length];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[0].length; j++) {
        hidden[i][j] =
            (rows.marked[i] && columns.marked[j])
                || !rows.isGroup(i)
                || !columns.isGroup(j)
                || rows.untold[i]
                || columns.untold[j];
      }
    }
    return hidden;
  }

  private static void mark(int[][] counts, int least, Side rows, Side columns) {
    boolean anyRow = rows.markUntold();
    boolean anyColumn = columns.markUntold();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[0].length; j++) {
        if (rows.isGroup(i) && columns.isGroup(j)) {
          boolean small = counts[i][j] < least;
          rows.marked[i] |= small || anyColumn;
          columns.marked[j] |= small || anyRow;
        }
      }
    }
  }

  /** Marks one more row if the marked rows do not protect each other; whether it did. */
  private static boolean grow(int[][] counts, int least, Side rows, Side columns) {
    if (rows.markedGroups() == 0
        || (rows.markedGroups() > 1 && !hasThinColumn(counts, least, rows, columns))) {
      return false;
    }
    int next = rows.nextUnmarked();
    if (next >= 0) {
      rows.marked[next] = true;
    }
    return next >= 0;
  }

  /** Whether too few persons are in the marked rows of a marked column. */
  private static boolean hasThinColumn(int[][] counts, int least, Side rows, Side columns) {
    int untold = 0;
    boolean anyUntold = false;
    for (int j = 0; j < columns.marked.length; j++) {
      if (columns.marked[j] && columns.isGroup(j)) {
        int persons = 0;
        for (int i = 0; i < rows.marked.length; i++) {
          persons += rows.marked[i] ? counts[i][j] : 0;
        }
        if (columns.untold[j]) {
          untold += persons;
          anyUntold = true;
        } else if (persons < least) {
          return true;
        }
      }
    }
    return anyUntold && untold < least;
  }

  static int[] sums(int[][] counts) {
    int[] sums = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      for (int count : counts[i]) {
        sums[i] += count;
      }
    }
    return sums;
  }

  static int[][] transposed(int[][] counts) {
    int[][] turned = new int[counts[0].length][counts.length];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[0].length; j++) {
        turned[j][i] = counts[i][j];
      }
    }
    return turned;
  }

  /** The values of one field: rows, or columns. */
  private static final class Side {
    final int[] sums;

    /** Hidden where the question is about this field alone; together they are one group. */
    final boolean[] untold;

    final boolean[] marked;

    Side(int[] sums, int least) {
      this.sums = sums;
      this.untold = ofLine(sums, least);
      this.marked = new boolean[sums.length];
      untold[sums.length - 1] &= isGroup(sums.length - 1);
    }

    boolean isGroup(int value) {
      return Suppression.isGroup(sums, value);
    }

    int groups() {
      return sums.length - (isGroup(sums.length - 1) ? 0 : 1);
    }

    boolean markUntold() {
      boolean any = false;
      for (int i = 0; i < marked.length; i++) {
        marked[i] |= untold[i];
        any |= untold[i];
      }
      return any;
    }

    /** Those that are untold count as one. */
    int markedGroups() {
      int groups = 0;
      boolean anyUntold = false;
      for (int i = 0; i < marked.length; i++) {
        groups += marked[i] && !untold[i] ? 1 : 0;
        anyUntold |= untold[i];
      }
      return groups + (anyUntold ? 1 : 0);
    }

    int nextUnmarked() {
      return next(marked, groups());
    }
  }
}
