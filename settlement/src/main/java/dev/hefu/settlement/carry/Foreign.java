package dev.hefu.settlement.carry;

import dev.hefu.settlement.event.ExchangeRate;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Quote;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line that was paid in another currency than the agreement's.
 *
 * @param line as it was paid
 * @param rate of the order's time; refunds are converted at it too
 * @param whole what it divides in its own currency, in minor units
 * @param refunded of the whole, cumulative
 * @param differenceTo the rank of the account for the difference
 * @param difference what the whole converts to beyond what was split
 */
public record Foreign(
    Line line,
    ExchangeRate rate,
    Quote quote,
    long whole,
    long refunded,
    int differenceTo,
    long difference)
    implements Serializable {
  /**
   * A line ready to split.
   *
   * @param own in the agreement's currency, or as it is where it cannot be converted
   * @param foreign empty if it needs no conversion
   */
  public record Converted(Line own, Optional<Foreign> foreign, Problem problem) {}

  /** Converts a line where its currency is another; what is agreed on is checked here. */
  public static Converted convert(Program program, Line line) {
    Quote quote = program.quote(line.currency());
    if (quote == null) {
      return new Converted(line, Optional.empty(), Problem.NONE);
    }
    ExchangeRate rate = line.rate();
    if (rate == null) {
      return new Converted(line, Optional.empty(), Problem.RATE_MISSING);
    }
    Optional<Line> own = own(program, line, quote, rate);
    if (own.isEmpty()) {
      return new Converted(line, Optional.empty(), Problem.AMOUNT_OVER_AGREED);
    }
    long whole = program.agreement().wholeMinor(line);
    long converted =
        whole < 0 ? -quote.convert(rate, -whole).orElse(0) : quote.convert(rate, whole).orElse(0);
    long difference = converted - program.agreement().wholeMinor(own.get());
    int to = program.rankOf(quote.rule().difference());
    Foreign foreign = new Foreign(line, rate, quote, whole, 0, to, difference);
    return new Converted(own.get(), Optional.of(foreign), Problem.NONE);
  }

  /** What was paid and each voucher, tax and fee are converted; the price is their sum. */
  private static Optional<Line> own(Program program, Line line, Quote quote, ExchangeRate rate) {
    OptionalLong paid = quote.convert(rate, line.paidMinor());
    OptionalLong tax = quote.convert(rate, line.taxMinor());
    OptionalLong fee = quote.convert(rate, line.paymentFeeMinor());
    if (paid.isEmpty() || tax.isEmpty() || fee.isEmpty()) {
      return Optional.empty();
    }
    long price = paid.getAsLong();
    List<Voucher> vouchers = new ArrayList<>();
    for (Voucher each : line.vouchers()) {
      OptionalLong amount = quote.convert(rate, each.amountMinor());
      if (amount.isEmpty()) {
        return Optional.empty();
      }
      price += amount.getAsLong();
      vouchers.add(new Voucher(each.code(), each.fundedBy(), amount.getAsLong()));
    }
    return price > Line.MAX_AMOUNT_MINOR
        ? Optional.empty()
        : Optional.of(
            new Line(
                line.key(),
                program.agreement().currency(),
                price,
                tax.getAsLong(),
                fee.getAsLong(),
                line.quantity(),
                vouchers,
                line.attributes(),
                line.touches(),
                rate));
  }

  /** Whether everything was refunded. */
  public boolean whole(long cumulative) {
    return cumulative >= Math.max(0, whole);
  }

  /**
   * A cumulative refund in the agreement's currency: all of it ends at all of the total.
   *
   * @param total what was split, not below zero
   */
  public long own(long cumulative, long total) {
    return whole(cumulative)
        ? total
        : Math.min(total, quote.convert(rate, cumulative).orElse(total));
  }

  public Foreign refundedTo(long cumulative) {
    return new Foreign(line, rate, quote, whole, cumulative, differenceTo, difference);
  }
}
