package dev.hefu.settlement.document;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The word that was probably meant by one that is not known. */
final class Nearest {
  /** Two slips of the finger; more would suggest another word altogether. */
  private static final int MAX_EDITS = 2;

  private Nearest() {}

  /** The closest of the known words; empty if none is close. */
  static Optional<String> of(String word, List<String> known) {
    return known.stream()
        .filter(each -> edits(word, each) <= Math.min(MAX_EDITS, each.length() / 2))
        .min(Comparator.comparingInt(each -> edits(word, each)));
  }

  /** Levenshtein's distance, without regard to case. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int change = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
