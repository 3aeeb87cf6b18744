package dev.hefu.settlement.carry;

import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What lines gave parties that is not matured yet. What a line gives or takes after it matured is
 * no longer counted here: it accrues freely.
 */
public final class Maturing implements Serializable {
  private static final int NONE = -1;

  private final Map<LineKey, Standing> lines;
  private final NavigableMap<Instant, List<Due>> dues;

  /** Per party: the sum over {@link #lines}. */
  private final long[] immature;

  private Maturing(
      Map<LineKey, Standing> lines, NavigableMap<Instant, List<Due>> dues, long[] immature) {
    this.lines = lines;
    this.dues = dues;
    this.immature = immature;
  }

  static Maturing none(Program program) {
    return new Maturing(
        new HashMap<>(), new TreeMap<>(), new long[program.agreement().parties().size()]);
  }

  Maturing copy() {
    return new Maturing(new HashMap<>(lines), new TreeMap<>(dues), immature.clone());
  }

  /** A line that waits; never changes. */
  private static final class Standing implements Serializable {
    /** Per party the number of the term by which it matures; -1 if it does not wait. */
    private final int[] term;

    /** Per party. */
    private final long[] amount;

    private final boolean delivered;

    Standing(int[] term, long[] amount, boolean delivered) {
      this.term = term;
      this.amount = amount;
      this.delivered = delivered;
    }
  }

  /** A line matures by a term. */
  private record Due(LineKey line, int term) implements Serializable {}

  /** A line was paid: finds when each party's part of it matures. */
  public void sold(Program program, Line line, Instant paid) {
    int[] terms = new int[immature.length];
    boolean waits = false;
    for (int i = 0; i < terms.length; i++) {
      terms[i] = maturity(program, line, i);
      waits |= terms[i] != NONE;
    }
    if (waits) {
      lines.put(line.key(), new Standing(terms, new long[terms.length], false));
      schedule(program, line.key(), terms, paid, false);
    }
  }

  /** A shipment of a line was delivered; only the first counts. */
  public void delivered(Program program, LineKey line, Instant time) {
    Standing standing = lines.get(line);
    if (standing != null && !standing.delivered) {
      lines.put(line, new Standing(standing.term, standing.amount, true));
      schedule(program, line, standing.term, time, true);
    }
  }

  /** Counts what entries of a line gave or took back. */
  public void count(LineKey line, List<Entry> entries) {
    Standing standing = lines.get(line);
    if (standing == null || entries.isEmpty()) {
      return;
    }
    long[] amount = standing.amount.clone();
    for (Entry entry : entries) {
      for (Posting posting : entry.postings()) {
        int party = posting.party();
        if (party >= 0 && standing.term[party] != NONE) {
          amount[party] += posting.amountMinor();
          immature[party] += posting.amountMinor();
        }
      }
    }
    lines.put(line, new Standing(standing.term, amount, standing.delivered));
  }

  /** Matures what is due; per party, how much. */
  public long[] mature(Instant now) {
    long[] matured = new long[immature.length];
    Map<Instant, List<Due>> due = dues.headMap(now, true);
    due.values().forEach(each -> each.forEach(line -> mature(line, matured)));
    due.clear();
    return matured;
  }

  /** What accrued for a party but must wait. */
  public long immature(int party) {
    return immature[party];
  }

  private void mature(Due due, long[] matured) {
    Standing standing = lines.get(due.line());
    if (standing == null) {
      return;
    }
    int[] terms = standing.term.clone();
    long[] amount = standing.amount.clone();
    boolean waits = false;
    for (int i = 0; i < terms.length; i++) {
      if (terms[i] == due.term()) {
        matured[i] += amount[i];
        immature[i] -= amount[i];
        amount[i] = 0;
        terms[i] = NONE;
      }
      waits |= terms[i] != NONE;
    }
    if (waits) {
      lines.put(due.line(), new Standing(terms, amount, standing.delivered));
    } else {
      lines.remove(due.line());
    }
  }

  private void schedule(
      Program program, LineKey line, int[] terms, Instant time, boolean delivery) {
    for (int number : program.maturities()) {
      Holding.Maturity rule = (Holding.Maturity) program.terms().get(number).rule();
      boolean waits = false;
      for (int each : terms) {
        waits |= each == number;
      }
      if (waits && rule.afterDelivery() == delivery) {
        Instant at = time.plus(Duration.ofDays(rule.days()));
        List<Due> all = new ArrayList<>(dues.getOrDefault(at, List.of()));
        all.add(new Due(line, number));
        dues.put(at, all);
      }
    }
  }

  private static int maturity(Program program, Line line, int party) {
    String id = program.agreement().parties().get(party);
    for (int number : program.maturities()) {
      Term term = program.terms().get(number);
      List<String> parties = ((Holding.Maturity) term.rule()).parties();
      if ((parties.isEmpty() || parties.contains(id)) && term.applies(line)) {
        return number;
      }
    }
    return NONE;
  }
}
