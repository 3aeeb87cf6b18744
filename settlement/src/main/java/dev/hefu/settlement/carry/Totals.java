package dev.hefu.settlement.carry;

import dev.hefu.settlement.apportion.LargestRemainder;
import dev.hefu.settlement.program.MinorText;
import java.io.Serializable;

/**
 * Per party, what all lines gave it exactly and what was posted: their difference is what rounding
 * line by line did. A line of which anything came back counts with its whole shares.
 */
public final class Totals implements Serializable {
  private final long denominator;
  private final long[] exactWhole;
  private final long[] exactPart;
  private final long[] posted;

  Totals(int parties, long denominator) {
    this(new long[parties], new long[parties], new long[parties], denominator);
  }

  private Totals(long[] exactWhole, long[] exactPart, long[] posted, long denominator) {
    this.exactWhole = exactWhole;
    this.exactPart = exactPart;
    this.posted = posted;
    this.denominator = denominator;
  }

  Totals copy() {
    return new Totals(exactWhole.clone(), exactPart.clone(), posted.clone(), denominator);
  }

  /** Counts an exact share and what was posted for it. */
  public void add(int party, long whole, long part, long share) {
    exactWhole[party] += whole;
    exactPart[party] += part;
    if (exactPart[party] >= denominator) {
      exactPart[party] -= denominator;
      exactWhole[party]++;
    }
    posted[party] += share;
  }

  /** Counts a whole amount that needs no rounding. */
  public void add(int party, long amount) {
    exactWhole[party] += amount;
    posted[party] += amount;
  }

  /** Forgets an exact share in favour of its rounded one. */
  public void settleFor(int party, long whole, long part, long share) {
    exactWhole[party] += share - whole;
    exactPart[party] -= part;
    if (exactPart[party] < 0) {
      exactPart[party] += denominator;
      exactWhole[party]--;
    }
  }

  /** What each party lacks of the largest remainder of the exact totals; in sum zero. */
  public long[] trueUp() {
    int[] rank = new int[posted.length];
    for (int i = 0; i < rank.length; i++) {
      rank[i] = i;
    }
    long[] due = new long[posted.length];
    LargestRemainder.round(exactWhole.clone(), exactPart.clone(), rank, denominator, due);
    for (int i = 0; i < due.length; i++) {
      due[i] -= posted[i];
      posted[i] += due[i];
    }
    return due;
  }

  public long posted(int party) {
    return posted[party];
  }

  /** What the party gets of the exact totals, in the currency's own unit. */
  public String exact(int party, int digits) {
    return MinorText.amount(exactWhole[party], exactPart[party], denominator, digits);
  }
}
