package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Selector;
import dev.hefu.settlement.condition.Condition;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One term of a compiled agreement: reads a line, writes the registers. */
sealed interface Step {
  void run(Frame frame, Line line);

  /** Where a term stands. */
  record Place(int term, int level, Selector only, @Nullable Condition when) {
    boolean skips(Line line) {
      return !only.selects(line) || (when != null && !when.holds(line));
    }
  }

  /** A rate of a base to one party. */
  record Give(Place place, int item, Payee to, Portion portion) implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (place.skips(line)) {
        return;
      }
      int party = frame.rank(to, line);
      if (party >= 0) {
        portion.run(frame, line, place);
        frame.give(item, place.term, place.level, party);
      }
    }
  }

  /** A fee per line or piece, or the line's payment fee if the amount is below zero. */
  record Fee(Place place, int item, Payee to, long amountMinor, boolean perUnit) implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (place.skips(line)) {
        return;
      }
      int party = frame.rank(to, line);
      if (party >= 0) {
        long amount = amountMinor < 0 ? line.paymentFeeMinor() : amountMinor;
        frame.result(perUnit ? amount * line.quantity() : amount, 0);
        if (frame.program.agreement().reduce()) {
          frame.reduce(place.level);
        }
        frame.give(item, place.term, place.level, party);
      }
    }
  }

  /** A waterfall: sets an amount apart as a level of its own. */
  record SetApart(Place place, Portion portion, int inner, List<Step> steps) implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (place.skips(line)) {
        return;
      }
      portion.run(frame, line, place);
      frame.termWhole[place.term] = frame.resultWhole;
      frame.termPart[place.term] = frame.resultPart;
      frame.take(place.level);
      frame.open(inner, frame.resultWhole, frame.resultPart);
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run(frame, line);
      }
    }
  }

  /** Bearers of a line's vouchers, in consecutive items. */
  record Discount(Place place, int firstItem, Rule.Promotion rule, List<Payee> bearers)
      implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (line.vouchers().isEmpty() || place.skips(line)) {
        return;
      }
      long vouchers = vouchers(line);
      frame.baseWhole[place.term] = vouchers;
      frame.basePart[place.term] = 0;
      for (int i = 0; i < bearers.size(); i++) {
        int party = frame.rank(bearers.get(i), line);
        if (party >= 0) {
          Rule.Funding funding = rule.funding().get(i);
          frame.result(vouchers, 0);
          long q = funding.rate().q();
          frame.times(funding.rate().p(), q, frame.denominator / q);
          if (funding.capMinor().isPresent()) {
            frame.atMost(funding.capMinor().getAsLong());
          }
          frame.negate();
          frame.give(firstItem + i, place.term, place.level, party);
        }
      }
    }

    long vouchers(Line line) {
      long sum = 0;
      for (Voucher voucher : line.vouchers()) {
        boolean meant =
            (rule.codes().isEmpty() || rule.codes().contains(voucher.code()))
                && (rule.funders().isEmpty() || rule.funders().contains(voucher.fundedBy()));
        sum += meant ? voucher.amountMinor() : 0;
      }
      return sum;
    }
  }

  /** An amount in parts by weights that sum to a unit, or by none, in consecutive items. */
  record Apportion(
      Place place, int firstItem, Portion portion, long unit, List<Payee> payees, Weighing weighing)
      implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (place.skips(line)) {
        return;
      }
      long[] weights = weighing.weights(line);
      portion.run(frame, line, place);
      long amount = frame.resultWhole;
      long amountPart = frame.resultPart;
      for (int i = 0; i < weights.length; i++) {
        int party = weights[i] == 0 ? Program.NOBODY : frame.rank(payees.get(i), line);
        if (party >= 0) {
          frame.result(amount, amountPart);
          frame.times(weights[i], unit, frame.denominator / unit);
          frame.give(firstItem + i, place.term, place.level, party);
        }
      }
      frame.termWhole[place.term] = amount;
      frame.termPart[place.term] = amountPart;
    }
  }

  /** How much each part weighs for a line; all of them the unit, or nothing. */
  interface Weighing {
    long[] weights(Line line);
  }

  /** Tax withheld: a negative item and the next one positive. */
  record Withhold(Place place, int item, Payee from, Payee to, Portion portion) implements Step {
    @Override
    public void run(Frame frame, Line line) {
      if (place.skips(line)) {
        return;
      }
      int payer = frame.rank(from, line);
      int payee = frame.rank(to, line);
      if (payer >= 0 && payee >= 0) {
        portion.exact(frame, line, place);
        frame.give(item + 1, place.term, place.level, payee);
        frame.negate();
        frame.give(item, place.term, place.level, payer);
        frame.negate();
        frame.termWhole[place.term] = frame.resultWhole;
        frame.termPart[place.term] = frame.resultPart;
      }
    }
  }

  /** What is left of a level. */
  record Rest(Place place, int item, int party) implements Step {
    @Override
    public void run(Frame frame, Line line) {
      frame.result(frame.restWhole[place.level], frame.restPart[place.level]);
      frame.give(item, place.term, place.level, party);
    }
  }

  /** Who gets it: a fixed rank, or the rank of whom the line names. */
  record Payee(PartyRef ref, int fixedRank, Program program) {
    int rank(Line line) {
      return fixedRank >= 0 ? fixedRank : program.rankOf(ref, line, null);
    }
  }

  /**
   * A rate of a base within bounds.
   *
   * @param scale the common denominator divided by q
   * @param baseTerm -1 unless the base is a term
   */
  record Portion(Rule.Quota quota, long p, long q, long scale, int baseTerm) {
    void run(Frame frame, Line line, Place place) {
      exact(frame, line, place);
      if (frame.program.agreement().reduce()) {
        frame.reduce(place.level);
      }
    }

    void exact(Frame frame, Line line, Place place) {
      base(frame, line, place.level);
      frame.baseWhole[place.term] = frame.resultWhole;
      frame.basePart[place.term] = frame.resultPart;
      frame.times(p, q, scale);
      if (quota.capMinor().isPresent()) {
        frame.atMost(quota.capMinor().getAsLong());
      }
      if (quota.floorMinor().isPresent()) {
        frame.atLeast(quota.floorMinor().getAsLong());
      }
    }

    private void base(Frame frame, Line line, int level) {
      if (baseTerm >= 0) {
        frame.result(frame.termWhole[baseTerm], frame.termPart[baseTerm]);
      } else if (quota.of() == Base.Plain.WHOLE) {
        frame.result(frame.levelWhole[level], frame.levelPart[level]);
      } else if (quota.of() == Base.Plain.REST) {
        frame.result(frame.restWhole[level], frame.restPart[level]);
      } else {
        frame.result(Amounts.of(quota.of(), line, frame.program.agreement()), 0);
      }
    }
  }
}
