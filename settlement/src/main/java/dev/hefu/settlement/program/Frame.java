package dev.hefu.settlement.program;

import dev.hefu.settlement.event.Line;
import java.util.Arrays;

/**
 * The registers of one line's split, reused from line to line by one thread. An exact amount is a
 * mixed number: a whole of minor units and a part from 0 to the common denominator exclusive.
 */
public final class Frame {
  final Program program;
  public final long denominator;

  /** Per item: the exact share, the party's rank (-1: nobody) and the rounded share. */
  public final long[] whole;

  public final long[] part;
  public final int[] party;
  public final long[] share;

  /** Per term, flat: what it gave. */
  public final long[] termWhole;

  public final long[] termPart;

  /** Per term, flat: what its rate was taken of. */
  public final long[] baseWhole;

  public final long[] basePart;

  /** Per level: what it divides, and what is left of it. */
  final long[] levelWhole;

  final long[] levelPart;
  final long[] restWhole;
  final long[] restPart;

  /** The result of the last operation. */
  long resultWhole;

  long resultPart;

  /** Whether a term that applies means a participant who is no party. */
  boolean unknownParty;

  Frame(Program program) {
    this.program = program;
    this.denominator = program.denominator();
    int items = program.items();
    whole = new long[items];
    part = new long[items];
    party = new int[items];
    share = new long[items];
    termWhole = new long[program.terms().size()];
    termPart = new long[program.terms().size()];
    baseWhole = new long[program.terms().size()];
    basePart = new long[program.terms().size()];
    levelWhole = new long[program.levels()];
    levelPart = new long[program.levels()];
    restWhole = new long[program.levels()];
    restPart = new long[program.levels()];
  }

  /** Clears all but the shares and sets the amount that the top level divides. */
  void start(Line line) {
    Arrays.fill(whole, 0);
    Arrays.fill(part, 0);
    Arrays.fill(party, -1);
    Arrays.fill(termWhole, 0);
    Arrays.fill(termPart, 0);
    unknownParty = false;
    open(0, program.agreement().wholeMinor(line), 0);
  }

  /** The rank of a payee; an unknown participant is remembered. */
  int rank(Step.Payee payee, Line line) {
    int rank = payee.rank(line);
    unknownParty |= rank == Program.UNKNOWN;
    return rank;
  }

  void open(int level, long amount, long amountPart) {
    levelWhole[level] = amount;
    levelPart[level] = amountPart;
    restWhole[level] = amount;
    restPart[level] = amountPart;
  }

  void result(long amount, long amountPart) {
    resultWhole = amount;
    resultPart = amountPart;
  }

  /**
   * Multiplies the result by p/q, exactly: q divides the denominator and the part's numerator.
   *
   * @param scale the denominator divided by q
   */
  void times(long p, long q, long scale) {
    long product = resultWhole * p;
    long quotient = product / q;
    long remainder = product - quotient * q;
    if (remainder < 0) {
      remainder += q;
      quotient--;
    }
    long carried = remainder * scale;
    if (resultPart != 0) {
      carried += resultPart / q * p;
    }
    if (carried >= denominator) {
      carried -= denominator;
      quotient++;
    }
    resultWhole = quotient;
    resultPart = carried;
  }

  void atMost(long limit) {
    if (resultWhole >= limit) {
      result(limit, 0);
    }
  }

  void atLeast(long limit) {
    if (resultWhole < limit) {
      result(limit, 0);
    }
  }

  void negate() {
    if (resultPart == 0) {
      resultWhole = -resultWhole;
    } else {
      resultWhole = -resultWhole - 1;
      resultPart = denominator - resultPart;
    }
  }

  /** Gives the result to an item, out of what is left of a level. */
  void give(int item, int term, int level, int toParty) {
    whole[item] = resultWhole;
    part[item] = resultPart;
    party[item] = toParty;
    termWhole[term] = resultWhole;
    termPart[term] = resultPart;
    take(level);
  }

  /** Takes the result out of what is left of a level. */
  void take(int level) {
    restWhole[level] -= resultWhole;
    restPart[level] -= resultPart;
    if (restPart[level] < 0) {
      restPart[level] += denominator;
      restWhole[level]--;
    }
  }

  /** Lowers the result to what is left of a level, if it may take no more. */
  void reduce(int level) {
    long left = restWhole[level];
    long leftPart = restPart[level];
    if (left < 0) {
      left = 0;
      leftPart = 0;
    }
    if (resultWhole > left || (resultWhole == left && resultPart > leftPart)) {
      result(left, leftPart);
    }
  }
}
