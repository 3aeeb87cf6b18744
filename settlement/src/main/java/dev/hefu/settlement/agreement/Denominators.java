package dev.hefu.settlement.agreement;

import dev.hefu.settlement.event.Line;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The denominators of a version: every exact share of every line is a whole multiple of 1/common.
 *
 * <p>A rate p/q of a base with denominator b gives multiples of 1/(b·q); what is left has the least
 * common multiple of all that was taken.
 */
public final class Denominators {
  /** Two parts of one unit still add up in a 64-bit word. */
  public static final BigInteger MAX_COMMON = BigInteger.TWO.pow(53);

  private final boolean reduce;
  private final Map<String, BigInteger> ofTerm = new HashMap<>();
  private BigInteger common = BigInteger.ONE;
  private long largestNumerator = 1;
  private long shares;
  private BigInteger fixedMinor = BigInteger.ZERO;

  /** Of all terms; bases that name a later term count as whole numbers. */
  public Denominators(Agreement agreement) {
    reduce = agreement.reduce();
    level(agreement.terms(), BigInteger.ONE);
  }

  /** The least common denominator. */
  public BigInteger common() {
    return common;
  }

  /**
   * Whether every product of an amount of the engine and a rate's numerator fits its 64-bit words:
   * amounts at a level are at most the largest line once for itself and once for every share taken,
   * and all fixed amounts, those of a piece for the most pieces of a line.
   */
  public boolean fits(long largestLineMinor) {
    BigInteger largest =
        BigInteger.valueOf(largestLineMinor)
            .multiply(BigInteger.valueOf(1 + shares))
            .add(fixedMinor);
    return largest.multiply(BigInteger.valueOf(largestNumerator)).bitLength() <= 62;
  }

  private void level(List<Term> terms, BigInteger whole) {
    BigInteger rest = whole;
    for (Term term : terms) {
      BigInteger given = given(term.rule(), whole, rest);
      if (reduce) {
        given = lcm(given, rest);
      }
      ofTerm.put(term.id(), given);
      rest = lcm(rest, given);
      common = lcm(common, rest);
      shares++;
      if (term.rule() instanceof Rule.Waterfall(_, List<Term> inner)) {
        level(inner, given);
      }
    }
  }

  private BigInteger given(Rule rule, BigInteger whole, BigInteger rest) {
    return switch (rule) {
      case Rule.Percentage(_, Rule.Quota quota) -> quota(quota, whole, rest);
      case Rule.Waterfall(Rule.Quota quota, _) -> quota(quota, whole, rest);
      case Rule.Withholding(_, _, Rule.Quota quota) -> quota(quota, whole, rest);
      case Rule.Promotion promotion -> {
        BigInteger all = BigInteger.ONE;
        for (Rule.Funding funding : promotion.funding()) {
          all = lcm(all, BigInteger.valueOf(numerator(funding.rate()).q()));
          shares++;
        }
        yield all;
      }
      case Rule.Fixed(_, long amount, Rule.Per per, _) -> {
        long pieces = per == Rule.Per.UNIT ? Line.MAX_QUANTITY : 1;
        fixedMinor = fixedMinor.add(BigInteger.valueOf(amount * pieces));
        yield BigInteger.ONE;
      }
      case Rule.OnDelivery _, Rule.Table _, Rule.PaymentFee _ -> BigInteger.ONE;
      case Contribution contribution -> {
        shares += contribution.among().size();
        yield parted(quota(contribution.quota(), whole, rest), rest, contribution.unit());
      }
      case Rule.Resource resource -> {
        shares += resource.parts().size();
        long unit = resource.parts().stream().mapToLong(Rule.Part::weight).sum();
        yield parted(quota(resource.quota(), whole, rest), rest, unit);
      }
      case Rule.ReturnRisk _, Memory _, Holding _ -> BigInteger.ONE;
      case Rule.Remaining _ -> rest;
    };
  }

  /** An amount, perhaps lowered to the rest, in so many parts. */
  private BigInteger parted(BigInteger given, BigInteger rest, long unit) {
    largestNumerator = Math.max(largestNumerator, unit);
    return (reduce ? lcm(given, rest) : given).multiply(BigInteger.valueOf(unit));
  }

  private BigInteger quota(Rule.Quota quota, BigInteger whole, BigInteger rest) {
    fixedMinor = fixedMinor.add(BigInteger.valueOf(quota.floorMinor().orElse(0)));
    BigInteger base =
        switch (quota.of()) {
          case Base.Plain plain ->
              switch (plain) {
                case WHOLE -> whole;
                case REST -> rest;
                case PRICE, PAID, NET_OF_TAX, NET_OF_PAYMENT_FEE, NET_OF_BOTH -> BigInteger.ONE;
              };
          case Base.LessOwnVouchers _ -> BigInteger.ONE;
          case Base.OfTerm(String id) -> ofTerm.getOrDefault(id, BigInteger.ONE);
        };
    return base.multiply(BigInteger.valueOf(numerator(quota.rate()).q()));
  }

  private Rate numerator(Rate rate) {
    largestNumerator = Math.max(largestNumerator, rate.p());
    return rate;
  }

  private static BigInteger lcm(BigInteger a, BigInteger b) {
    return a.divide(a.gcd(b)).multiply(b);
  }
}
