package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Volume;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** What rules with memory ask for a volume: functions of nothing else. */
public final class Targets {
  private static final long MILLION = 1_000_000;

  private final int digits;

  /** For amounts with so many minor digits. */
  public Targets(int digits) {
    this.digits = digits;
  }

  /**
   * The amount that the receiver must have got of a window.
   *
   * @param volume net of refunds; counts as 0 if below
   * @param span how much of the window there is
   * @param indicatorPpm as reported; empty if it was not
   */
  public Target of(Memory rule, long volume, Span span, OptionalLong indicatorPpm) {
    long counted = Math.max(0, volume);
    return switch (rule) {
      case Memory.Scale scale -> scale(scale, counted);
      case Memory.Minimum minimum -> minimum(minimum, counted, span);
      case Memory.Cap cap -> {
        long beyond = Math.max(0, counted - cap.amountMinor());
        yield Target.whole(beyond, amount(counted) + " − " + amount(cap.amountMinor()) + " ≥ 0");
      }
      case Memory.Advance advance ->
          span.cut() && advance.repaid() ? Target.whole(0, amount(0)) : advance(advance, counted);
      case Memory.Indicator indicator -> indicator(indicator, counted, indicatorPpm);
    };
  }

  private static final class Sum {
    BigInteger numerator = BigInteger.ZERO;
    BigInteger denominator = BigInteger.ONE;

    void add(long volume, long p, long q) {
      BigInteger by = BigInteger.valueOf(q);
      numerator =
          numerator
              .multiply(by)
              .add(
                  BigInteger.valueOf(volume).multiply(BigInteger.valueOf(p)).multiply(denominator));
      denominator = denominator.multiply(by);
      BigInteger gcd = numerator.gcd(denominator);
      numerator = numerator.divide(gcd);
      denominator = denominator.divide(gcd);
    }
  }

  private Target scale(Memory.Scale scale, long volume) {
    boolean pieces = scale.of() == Volume.Plain.UNITS;
    List<Memory.ScaleStep> steps = scale.steps();
    Sum sum = new Sum();
    StringJoiner formula = new StringJoiner(" + ");
    if (scale.baseMinor() != 0) {
      sum.add(scale.baseMinor(), 1, 1);
      formula.add(amount(scale.baseMinor()));
    }
    for (int i = 0; i < steps.size() && steps.get(i).from() <= volume; i++) {
      long next = i + 1 < steps.size() ? steps.get(i + 1).from() : Long.MAX_VALUE;
      boolean reached = volume < next;
      long part = scale.whole() ? volume : Math.min(volume, next) - steps.get(i).from();
      if (part > 0 && (reached || !scale.whole())) {
        Memory.ScaleStep step = steps.get(i);
        sum.add(
            part,
            step.rate().map(Rate::p).orElse(step.amountMinor()),
            step.rate().map(Rate::q).orElse(1L));
        formula.add(
            (pieces ? String.valueOf(part) : amount(part))
                + " × "
                + step.rate().map(Rate::text).orElseGet(() -> amount(step.amountMinor())));
      }
    }
    return new Target(
        sum.numerator, sum.denominator, formula.length() == 0 ? amount(0) : formula.toString());
  }

  private Target minimum(Memory.Minimum minimum, long volume, Span span) {
    if (!span.over()) {
      return Target.whole(0, amount(0));
    }
    boolean part = span.cut() && minimum.proRata();
    BigInteger days = BigInteger.valueOf(part ? span.days() : 1);
    BigInteger of = BigInteger.valueOf(part ? span.ofDays() : 1);
    BigInteger missing =
        BigInteger.valueOf(minimum.amountMinor())
            .multiply(days)
            .subtract(BigInteger.valueOf(volume).multiply(of))
            .max(BigInteger.ZERO);
    String by = part ? " × " + span.days() + "/" + span.ofDays() : "";
    return new Target(
        missing, of, amount(minimum.amountMinor()) + by + " − " + amount(volume) + " ≥ 0");
  }

  private Target advance(Memory.Advance advance, long volume) {
    Sum back = new Sum();
    back.add(volume, advance.recoup().p(), advance.recoup().q());
    BigInteger left =
        BigInteger.valueOf(advance.amountMinor())
            .multiply(back.denominator)
            .subtract(back.numerator)
            .max(BigInteger.ZERO);
    String formula =
        amount(advance.amountMinor())
            + " − "
            + amount(volume)
            + " × "
            + advance.recoup().text()
            + " ≥ 0";
    return new Target(left, back.denominator, formula);
  }

  private Target indicator(Memory.Indicator indicator, long volume, OptionalLong reported) {
    if (reported.isEmpty()) {
      return Target.whole(0, amount(0));
    }
    long deviation = reported.getAsLong() - indicator.referencePpm();
    long moved = Math.multiplyExact(indicator.slopePpm(), deviation) / MILLION;
    long ppm = Math.clamp(moved, indicator.leastPpm(), indicator.mostPpm());
    Sum sum = new Sum();
    sum.add(volume, ppm, MILLION);
    String formula =
        amount(volume)
            + " × "
            + ppm
            + " ppm ("
            + reported.getAsLong()
            + " − "
            + indicator.referencePpm()
            + ") × "
            + indicator.slopePpm()
            + "/10⁶";
    return new Target(sum.numerator, sum.denominator, formula);
  }

  private String amount(long minor) {
    return MinorText.amount(minor, digits);
  }
}
