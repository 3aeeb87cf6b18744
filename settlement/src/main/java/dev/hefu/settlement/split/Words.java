package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.carry.Foreign;
import dev.hefu.settlement.carry.LineState;
import dev.hefu.settlement.carry.Move;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.MinorText;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Weights;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The sentences of explanations, in the currency's own unit. */
final class Words {
  private final Program program;
  private final String currency;
  private final int digits;

  Words(Program program) {
    this.program = program;
    this.currency = program.agreement().currency();
    this.digits = MinorText.digits(currency);
  }

  /** An exact share, its rounded form, and whether a tie was decided for it. */
  record Rounding(long whole, long part, long share, boolean tied) {}

  Explained sale(Term term, Posting posting, Line line, Frame frame, Rounding rounding) {
    String rate = rate(term, posting, frame, line);
    String exact = exact(rounding.whole, rounding.part, frame.denominator);
    List<Explained.Step> steps = new ArrayList<>();
    steps.add(new Explained.Step("rule", rate));
    steps.add(new Explained.Step("exact", exact));
    String formula = rate.equals(exact) ? exact : rate + " → " + exact;
    String why = "";
    String whyChinese = "";
    if (rounding.part != 0) {
      formula += " → " + amount(rounding.whole);
      steps.add(new Explained.Step("rounded-down", amount(rounding.whole)));
      if (rounding.share > rounding.whole) {
        String reason = rounding.tied ? "by rank " + (posting.party() + 1) : "by largest fraction";
        formula += ", +" + amount(1) + " " + reason;
        why = ", one unit added " + reason;
        whyChinese = rounding.tied ? "，按顺位" + (posting.party() + 1) + "补一个最小单位" : "，按最大余数补一个最小单位";
      }
    }
    steps.add(new Explained.Step("posted", amount(posting.amountMinor())));
    return new Explained(
        posting.amountMinor(),
        formula,
        sentence(posting, term.id(), formula) + why + ".",
        chinese(posting, term.id(), formula) + whyChinese + "。",
        steps);
  }

  /** What the term computes, such as {@code 100.00 × 1/3}. */
  private String rate(Term term, Posting posting, Frame frame, Line line) {
    int number = posting.term();
    return switch (term.rule()) {
      case Rule.Percentage(_, Rule.Quota quota) -> quota(quota, number, frame);
      case Rule.Withholding(_, _, Rule.Quota quota) -> quota(quota, number, frame);
      case Rule.Fixed fixed ->
          fixed.per() == Rule.Per.UNIT
              ? amount(fixed.amountMinor()) + " × " + line.quantity()
              : amount(fixed.amountMinor());
      case Rule.PaymentFee _ -> amount(line.paymentFeeMinor());
      case Rule.Remaining _ -> exact(frame.termWhole[number], frame.termPart[number], frame);
      case Rule.Promotion promotion -> {
        Rule.Funding funding = promotion.funding().get(placeInTerm(posting, number));
        yield "-" + amount(frame.baseWhole[number]) + " × " + funding.rate().text();
      }
      case Contribution rule ->
          quota(rule.quota(), number, frame)
              + part(posting, number, Weights.of(rule, line.touches()), rule.unit());
      case Rule.Resource rule -> {
        long[] weights = rule.parts().stream().mapToLong(Rule.Part::weight).toArray();
        long unit = Arrays.stream(weights).sum();
        yield quota(rule.quota(), number, frame) + part(posting, number, weights, unit);
      }
      case Rule.ReturnRisk _ -> throw new IllegalStateException("no share of a line: " + term.id());
      case Rule.Table _, Rule.Waterfall _, Rule.OnDelivery _, Memory _, Holding _ ->
          throw new IllegalStateException("no share of a line: " + term.id());
    };
  }

  /** Which of the items of its term a posting is. */
  private int placeInTerm(Posting posting, int term) {
    int first = posting.item();
    while (first > 0 && program.termOfItem(first - 1) == term) {
      first--;
    }
    return posting.item() - first;
  }

  /** Such as {@code × 1/3}. */
  private String part(Posting posting, int term, long[] weights, long unit) {
    long weight = weights[placeInTerm(posting, term)];
    long gcd = BigInteger.valueOf(weight).gcd(BigInteger.valueOf(unit)).longValueExact();
    return weight == unit ? "" : " × " + weight / gcd + "/" + unit / gcd;
  }

  private String quota(Rule.Quota quota, int term, Frame frame) {
    String text =
        exact(frame.baseWhole[term], frame.basePart[term], frame) + " × " + quota.rate().text();
    if (quota.capMinor().isPresent()) {
      text += " ≤ " + amount(quota.capMinor().getAsLong());
    }
    return quota.floorMinor().isPresent()
        ? text + " ≥ " + amount(quota.floorMinor().getAsLong())
        : text;
  }

  Explained refund(
      Posting posting, boolean kept, LineState state, long original, long before, long now) {
    String progress =
        state.original().total() > 0
            ? amount(state.refunded()) + " of " + amount(state.original().total())
            : state.back() + " of " + state.line().quantity() + " pieces";
    String formula =
        amount(original)
            + " × "
            + progress
            + " → "
            + amount(now)
            + " returned, "
            + amount(before)
            + " before → "
            + amount(posting.amountMinor());
    String term = program.terms().get(posting.term()).id();
    String bears = kept ? ", borne in place of who keeps it" : "";
    String bearsChinese = kept ? "，由承担方代为退回" : "";
    return new Explained(
        posting.amountMinor(),
        formula,
        sentence(posting, term, formula) + bears + ".",
        chinese(posting, term, formula) + bearsChinese + "。",
        List.of(
            new Explained.Step("original", amount(original)),
            new Explained.Step("progress", progress),
            new Explained.Step("returned-before", amount(before)),
            new Explained.Step("returned-now", amount(now)),
            new Explained.Step("posted", amount(posting.amountMinor()))));
  }

  Explained fee(Posting posting, List<Move> moves) {
    Move move = moves.get(posting.item() - program.items());
    String formula = amount(move.amountMinor()) + " from " + party(move.from());
    return simple(posting, program.terms().get(posting.term()).id(), formula);
  }

  Explained feeBack(Posting posting, Move move, Move before, LineState state) {
    String formula =
        amount(move.amountMinor())
            + " × "
            + state.back()
            + " of "
            + state.line().quantity()
            + " pieces → "
            + amount(move.returned())
            + " returned, "
            + amount(before.returned())
            + " before → "
            + amount(posting.amountMinor());
    return simple(posting, program.terms().get(posting.term()).id(), formula);
  }

  Explained beyond(Posting posting, LineState state) {
    return simple(
        posting,
        "adjustment",
        "refund beyond the line's "
            + amount(state.original().total())
            + " → "
            + amount(posting.amountMinor()));
  }

  Explained difference(Posting posting, LineState state) {
    Foreign foreign = Objects.requireNonNull(state.foreign());
    String parts = amount(program.agreement().wholeMinor(state.line()));
    String formula =
        conversion(foreign, foreign.whole())
            + " → "
            + amount(program.agreement().wholeMinor(state.line()) + foreign.difference())
            + ", − "
            + parts
            + (posting.amountMinor() == foreign.difference() ? "" : ", refunded")
            + " → "
            + amount(posting.amountMinor());
    return simple(posting, "exchange", formula);
  }

  /** Says at which rate a line was converted, if it was. */
  Explained converted(Explained explained, LineState state) {
    Foreign foreign = state.foreign();
    if (foreign == null) {
      return explained;
    }
    String paid = conversion(foreign, foreign.line().paidMinor());
    String chinese = ChineseFormula.of(explained.formula());
    String text = " (" + paid + " → " + amount(state.line().paidMinor()) + " " + currency + ")";
    List<Explained.Step> steps = new ArrayList<>();
    steps.add(new Explained.Step("converted", paid));
    steps.addAll(explained.steps());
    return new Explained(
        explained.amountMinor(),
        explained.formula() + text,
        explained.english().replace(explained.formula(), explained.formula() + text),
        explained.chinese().replace(chinese, chinese + text),
        steps);
  }

  /** Such as {@code 500.00 SIT ÷ 239.640}. */
  private static String conversion(Foreign foreign, long amountMinor) {
    return MinorText.amount(amountMinor, foreign.quote().fromDigits())
        + " "
        + foreign.line().currency()
        + (foreign.quote().rule().foreignPerOwn() ? " ÷ " : " × ")
        + foreign.rate().text();
  }

  Explained clearing(long amountMinor, Cause cause) {
    String formula = amount(amountMinor);
    return new Explained(
        amountMinor,
        formula,
        "Money of the customer, the other side of the " + cause.word() + ": " + formula + ".",
        "客户资金，本分录的对方科目：" + formula + "。",
        List.of(new Explained.Step("posted", formula)));
  }

  /** A move between states: the party neither earns nor owes by it. */
  Explained moved(Posting posting, Cause cause, String formula) {
    return new Explained(
        posting.amountMinor(),
        formula,
        party(posting.party())
            + "'s balances move "
            + (cause == Cause.CLOSE ? "at the close" : "as time passes")
            + ", "
            + currency
            + ": "
            + formula
            + ".",
        party(posting.party())
            + "的余额因"
            + (cause == Cause.CLOSE ? "关账" : "到期")
            + "结转，"
            + currency
            + "："
            + ChineseFormula.of(formula)
            + "。",
        List.of(
            new Explained.Step("rule", formula),
            new Explained.Step("posted", amount(posting.amountMinor()))));
  }

  Explained simple(Posting posting, String term, String formula) {
    return new Explained(
        posting.amountMinor(),
        formula,
        sentence(posting, term, formula) + ".",
        chinese(posting, term, formula) + "。",
        List.of(
            new Explained.Step("rule", formula),
            new Explained.Step("posted", amount(posting.amountMinor()))));
  }

  private String sentence(Posting posting, String term, String formula) {
    return party(posting.party())
        + (posting.amountMinor() < 0 ? " gives " : " receives ")
        + amount(Math.abs(posting.amountMinor()))
        + " "
        + currency
        + " under “"
        + term
        + "”: "
        + formula;
  }

  private String chinese(Posting posting, String term, String formula) {
    return party(posting.party())
        + "按条款“"
        + term
        + (posting.amountMinor() < 0 ? "”支出 " : "”获得 ")
        + amount(Math.abs(posting.amountMinor()))
        + " "
        + currency
        + "："
        + ChineseFormula.of(formula);
  }

  private String party(int rank) {
    return program.agreement().parties().get(rank);
  }

  private String amount(long minor) {
    return MinorText.amount(minor, digits);
  }

  private String exact(long whole, long part, Frame frame) {
    return exact(whole, part, frame.denominator);
  }

  private String exact(long whole, long part, long denominator) {
    return MinorText.amount(whole, part, denominator, digits);
  }
}
